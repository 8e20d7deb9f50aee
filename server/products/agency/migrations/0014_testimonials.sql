-- What the client said when asked: an entry among the testimonials, one for each project.
ALTER TABLE agency.client_project
  ADD COLUMN testimonial_id uuid UNIQUE,
  ADD COLUMN testimonial_given_at timestamptz(3),
  ADD CHECK ((testimonial_id IS NULL) = (testimonial_given_at IS NULL)),
  ADD CHECK (testimonial_id IS NULL OR testimonial_asked_at IS NOT NULL);
