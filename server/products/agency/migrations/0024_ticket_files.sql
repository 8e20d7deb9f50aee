-- Files go along with a message of a ticket, and are seen by those who see the message.
ALTER TABLE agency.work_file
  ADD COLUMN ticket_id uuid REFERENCES agency.ticket (id),
  ADD COLUMN message_id uuid REFERENCES agency.ticket_message (id),
  DROP CONSTRAINT work_file_check,
  ADD CONSTRAINT work_file_of_one CHECK (num_nonnulls(request_id, project_id, deliverable_id, ticket_id) = 1),
  ADD CONSTRAINT work_file_with_message CHECK ((ticket_id IS NULL) = (message_id IS NULL));
CREATE INDEX work_file_by_ticket ON agency.work_file (ticket_id, file_id) WHERE ticket_id IS NOT NULL;
