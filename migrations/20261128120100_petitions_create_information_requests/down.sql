drop table information_registers, information_links, information_files, information_replies,
  information_additions, information_requesters, information_cases, information_requests;
