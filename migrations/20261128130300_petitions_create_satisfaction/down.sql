drop table satisfaction_words;
drop table satisfaction_pages;
drop table satisfaction_days;
drop table satisfaction_marks;
