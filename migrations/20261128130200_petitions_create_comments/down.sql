drop table comment_replies;
drop table comments;
