//! `portal search`: what the running nodes are asked to do with their indexes.

use std::{collections::HashMap, process::ExitCode, time::Duration};

use clap::Subcommand;
use portal_core::{App, Ctx, OrNotFound as _, Texts};
use portal_search::{
    keeper::state::{NodeRow, Task},
    platform::{ask_nodes, found, living_nodes},
};

use crate::platform::commands::{console_texts, told};

/// What can be done with the search.
#[derive(Debug, Subcommand)]
pub(super) enum SearchCommand {
    /// Make the index of every running node anew, while it goes on answering
    Rebuild,
    /// Compare the index of every running node with the database, and mend what differs; exit code 1
    /// when something did
    Verify,
}

pub(super) async fn run(app: &App, command: SearchCommand) -> anyhow::Result<ExitCode> {
    let task = match command {
        SearchCommand::Rebuild => Task::Rebuild,
        SearchCommand::Verify => Task::Verify,
    };
    if living_nodes(app).await.map_err(told)?.is_empty() {
        anyhow::bail!(
            "no node is running; a node makes an index that is missing or damaged anew when it starts"
        );
    }
    let ctx = Ctx::system_of_province(app).or_not_found().map_err(told)?;
    let asked = ask_nodes(app, &ctx, task).await.map_err(told)?.0;
    let nodes = wait(app, task, asked).await?;
    let t = console_texts();
    Ok(report(&t, task, &nodes))
}

/// Waits until every node that still says something has done it, and tells how far each is.
async fn wait(app: &App, task: Task, asked: i64) -> anyhow::Result<Vec<NodeRow>> {
    let mut said: HashMap<String, i32> = HashMap::new();
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let nodes = living_nodes(app).await.map_err(told)?;
        anyhow::ensure!(!nodes.is_empty(), "no node is running any more");
        for node in &nodes {
            let is_at_it = node.work.as_deref() == Some(task.as_str()) && node.sites_done > 0;
            if is_at_it && said.insert(node.node.clone(), node.sites_done) != Some(node.sites_done)
            {
                let NodeRow { node, sites_done, sites_all, documents, .. } = node;
                eprintln!(
                    "{node}: {sites_done} of {sites_all} sites; {documents} documents answer"
                );
            }
        }
        if nodes.iter().all(|node| node.heard >= asked) {
            return Ok(nodes);
        }
    }
}

fn report(t: &Texts, task: Task, nodes: &[NodeRow]) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    for node in nodes {
        let outcome = match (&node.problem, task) {
            (Some(problem), _) => {
                code = ExitCode::FAILURE;
                problem.clone()
            }
            (None, Task::Rebuild) => "made anew".to_owned(),
            (None, Task::Verify) => {
                if node.missing + node.outdated + node.surplus > 0 {
                    code = ExitCode::FAILURE;
                }
                found(t, node)
            }
        };
        println!("{}: {} documents; {outcome}", node.node, node.documents);
    }
    code
}
