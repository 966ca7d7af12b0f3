-- The public projection: found by words, corrected (R-P5); and what the
-- public statistics read (R-P3).
alter table petition_publications
  -- Title, question and answer as search boxes compare them.
  add column folded text not null,
  -- When the published text was last changed after its publication.
  add column corrected_at timestamptz;
create index petition_publications_answered on petition_publications (site_id, answered_at desc, petition_id desc)
  where hidden_at is null;

-- Who has a petition to answer: nobody was asked yet means the site that received it.
create index petition_cases_holder on petition_cases ((coalesce(unit_id, site_id)));
create index petitions_received on petitions (received_at);

-- A unit reads the marks of what it answered, wherever the petition came in.
create policy own_unit on petition_ratings for select to portal_request using (unit_id = current_site());
create index petition_ratings_of_unit on petition_ratings (unit_id, month);
