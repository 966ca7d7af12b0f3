drop table media_texts;
