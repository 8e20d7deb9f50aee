-- What the malware scanner said: nobody asked it, it has not answered yet, nothing found, or found (its name in scan_finding).
ALTER TABLE files.file
  ADD COLUMN scan text NOT NULL DEFAULT 'none' CHECK (scan IN ('none', 'pending', 'clean', 'infected')),
  ADD COLUMN scan_finding text;

CREATE INDEX file_unscanned ON files.file (created_at, id) WHERE scan = 'pending';
