-- Why a malware scanner that was there gave no verdict on a file that waits for one, and when it was last asked in vain.
ALTER TABLE files.file
  ADD COLUMN scan_refusal text CHECK (scan_refusal IN ('too-large', 'failed', 'missing')),
  ADD COLUMN scan_tried_at timestamptz;
