-- A picture that could not be made anew in all tries of its job is taken up again later: how often that came to nothing, and when it last did.
ALTER TABLE files.file
  ADD COLUMN image_rounds integer CHECK (image_rounds > 0),
  ADD COLUMN image_tried_at timestamptz;

-- What waits to be made anew, oldest first.
CREATE INDEX file_image_pending ON files.file (created_at) WHERE image = 'pending';
