-- A bounce that came back by mail is known by its mail and its status (RFC 3463): its times are those of many machines.
ALTER TABLE kernel.mail_report ADD COLUMN status text;
CREATE UNIQUE INDEX mail_report_by_status ON kernel.mail_report (mail_id, status) WHERE status IS NOT NULL;
