//! What one gets without this crate: BM25 over syllables in the same tantivy, and PostgreSQL.

use std::error::Error;
use std::fmt::Write as _;

use portal_core::postgres::{OWNER, PrivatePostgres, Settings};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, Schema, TEXT, Value};
use tantivy::{Index, IndexReader, TantivyDocument, Term};
use unicode_normalization::UnicodeNormalization;

use crate::corpus::{Article, whole};

/// Words as tantivy cuts them by default, after composition: BM25, any of the words.
pub struct Bm25 {
    index: Index,
    reader: IndexReader,
}

impl Bm25 {
    pub fn of(articles: &[Article]) -> Result<Self, Box<dyn Error>> {
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT);
        let place = schema.add_u64_field("place", STORED);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer::<TantivyDocument>(100_000_000)?;
        for (number, article) in (0..).zip(articles) {
            let mut row = TantivyDocument::default();
            row.add_text(text, whole(article).nfc().collect::<String>());
            row.add_u64(place, number);
            writer.add_document(row)?;
        }
        writer.commit()?;
        let reader = index.reader()?;
        Ok(Self { index, reader })
    }

    pub fn ask(&self, text: &str) -> Result<Vec<usize>, Box<dyn Error>> {
        let schema = self.index.schema();
        let (field, place) = (schema.get_field("text")?, schema.get_field("place")?);
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut analyzer = self.index.tokenizer_for_field(field)?;
        let composed: String = text.nfc().collect();
        let mut words = analyzer.token_stream(&composed);
        while words.advance() {
            let term = Term::from_field_text(field, &words.token().text);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            clauses.push((Occur::Should, Box::new(query)));
        }
        let searcher = self.reader.searcher();
        let best = searcher
            .search(&BooleanQuery::new(clauses), &TopDocs::with_limit(50).order_by_score())?;
        let mut found = Vec::new();
        for (_, address) in best {
            let row: TantivyDocument = searcher.doc(address)?;
            let number = row.get_first(place).and_then(|value| value.as_u64());
            found.extend(number.and_then(|number| usize::try_from(number).ok()));
        }
        Ok(found)
    }
}

/// PostgreSQL's full text: `simple` over `unaccent`, a GIN index.
pub struct Postgres {
    client: tokio_postgres::Client,
    runtime: tokio::runtime::Runtime,
    _server: PrivatePostgres,
}

/// How PostgreSQL is asked: all words or any, which rank, which normalisation by length.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    pub all: bool,
    pub rank: &'static str,
    pub length: i32,
}

pub const MANNERS: [Manner; 8] = [
    Manner { all: true, rank: "ts_rank", length: 0 },
    Manner { all: true, rank: "ts_rank", length: 1 },
    Manner { all: true, rank: "ts_rank_cd", length: 0 },
    Manner { all: true, rank: "ts_rank_cd", length: 1 },
    Manner { all: false, rank: "ts_rank", length: 0 },
    Manner { all: false, rank: "ts_rank", length: 1 },
    Manner { all: false, rank: "ts_rank_cd", length: 0 },
    Manner { all: false, rank: "ts_rank_cd", length: 1 },
];

impl Postgres {
    pub fn of(articles: &[Article], folder: &std::path::Path) -> Result<Self, Box<dyn Error>> {
        let extra = vec![("fsync".to_owned(), "off".to_owned())];
        let settings = Settings { data_dir: folder.to_owned(), bin_dir: None, extra };
        let server = PrivatePostgres::start(&settings)?;
        let runtime = tokio::runtime::Runtime::new()?;
        let url = server.url(OWNER, "postgres");
        let client = runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await?;
            tokio::spawn(connection);
            client
                .batch_execute(
                    "create extension if not exists unaccent;
                 create text search configuration viet (copy = simple);
                 alter text search configuration viet
                     alter mapping for hword, hword_part, word with unaccent, simple;
                 drop table if exists articles;
                 create table articles (place bigint primary key, words tsvector not null)",
                )
                .await?;
            let insert = client
                .prepare(
                    "insert into articles values ($1, setweight(to_tsvector('viet', $2), 'A')
                     || to_tsvector('viet', $3))",
                )
                .await?;
            for (place, article) in (0_i64..).zip(articles) {
                let title: String = format!("{} {}", article.title, article.name).nfc().collect();
                let body: String = whole(article).nfc().collect();
                client.execute(&insert, &[&place, &title, &body]).await?;
            }
            client
                .batch_execute("create index on articles using gin (words); analyze articles")
                .await?;
            Ok::<_, Box<dyn Error>>(client)
        })?;
        Ok(Self { client, runtime, _server: server })
    }

    pub fn ask(&self, text: &str, manner: Manner) -> Result<Vec<usize>, Box<dyn Error>> {
        let composed: String = text.nfc().collect();
        let mut asked = String::from("plainto_tsquery('viet', $1)");
        if !manner.all {
            asked = format!("replace({asked}::text, '&', '|')::tsquery");
        }
        let mut sql = format!("with asked as (select {asked} as q) ");
        write!(
            sql,
            "select place from articles, asked where words @@ q
             order by {}(words, q, {}) desc, place limit 50",
            manner.rank, manner.length
        )?;
        let rows = self.runtime.block_on(self.client.query(&sql, &[&composed]))?;
        Ok(rows.iter().filter_map(|row| usize::try_from(row.get::<_, i64>(0)).ok()).collect())
    }
}
