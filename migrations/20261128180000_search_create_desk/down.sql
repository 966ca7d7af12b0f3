drop table search_promoted, search_words, search_nodes;
