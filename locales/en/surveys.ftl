module-surveys = Surveys and polls
module-surveys-what = Questionnaires, polls and their results.
