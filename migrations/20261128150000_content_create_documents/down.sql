drop table document_relations;
drop table documents;
drop table document_kinds;
