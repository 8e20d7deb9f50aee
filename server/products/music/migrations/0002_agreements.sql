-- First versions. A new text is a new row in a new migration; acceptances keep pointing at what was read.
INSERT INTO music.agreement (id, kind, version, title, body, sha256, effective_at)
SELECT id, kind, 1, title, body, sha256(convert_to(body, 'UTF8')), '2026-01-01T00:00:00Z'
FROM (VALUES
  ('019b7a10-0000-7000-8000-000000000001'::uuid, 'terms', 'Terms for artists',
$text$1. You apply as yourself, or for an artist who has asked you to in writing, and what you tell us is true.
2. A person reads every application and every track. We may ask questions, accept or decline; a decline comes with reasons.
3. You may withdraw an application or a submission at any time before it is published, and ask us to take a published track down.
4. We keep your account data as long as the account exists, and the record of what you agreed to for as long as the law asks.
5. Either side may end this with thirty days' notice. What was earned until then is paid.$text$),
  ('019b7a10-0000-7000-8000-000000000002'::uuid, 'license', 'Licence to publish',
$text$1. You keep all rights in your recordings, compositions and artwork.
2. For each track that you submit and we publish, you allow us to store, convert, stream and promote it, worldwide, without exclusivity.
3. We show your stage name, title and cover as you gave them, and change nothing in the recording but its technical format.
4. The permission for a track ends when it is taken down. Copies that listeners streamed before are not recalled.
5. No track is used to train a generative model without a separate agreement.$text$),
  ('019b7a10-0000-7000-8000-000000000003'::uuid, 'warranties', 'Your assurances about rights',
$text$1. You made the recordings you submit, or hold the permission of everybody who did, including writers, performers and producers.
2. Samples, beats and artwork made by others are cleared for streaming, and you can show it.
3. Nothing you submit defames anybody, breaks a law that applies to you, or carries another artist's name.
4. If a claim shows that one of these assurances was wrong, we take the track down at once and you bear the cost that follows from it.$text$)
) AS text (id, kind, title, body);
