drop table petition_ratings, petition_publications, petition_letters, petition_answers, petition_events,
  petition_files, petition_cases, petition_senders, petitions, petition_assignments;
drop procedure guard_by_petition;
