drop index petition_ratings_of_unit;
drop policy own_unit on petition_ratings;
drop index petitions_received;
drop index petition_cases_holder;
drop index petition_publications_answered;
alter table petition_publications
  drop column folded,
  drop column corrected_at;
