drop table survey_tallies;
drop table survey_answers;
drop table survey_tokens;
drop table surveys;
drop table survey_campaigns;
