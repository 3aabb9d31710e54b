//! A training as one page.

use std::fs;

use roxmltree::{Document, Node, ParsingOptions};
use serde_json::Value;

use crate::folder::{Folder, code, stderr, stdout};
use crate::model::two_emotions;

/// A folder with a training in it, split in this way.
fn trained(run: &str, split: &str) -> Folder {
    let folder = Folder::new();
    two_emotions(&folder);
    let train = ["train", "voices.csv", "-o", run, "--preset", "seed", "--epochs", "1"];
    let output = folder.run(&[&train[..], &["--split", split]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    folder
}

fn report(folder: &Folder, args: &[&str], page: &str) -> String {
    let output = folder.run(&[&["report"], args].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout(&output), format!("{page}\n"));
    fs::read_to_string(folder.path(page)).unwrap()
}

fn parsed(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap()
}

fn named<'a>(document: &'a Document<'a>, tag: &str) -> Vec<Node<'a, 'a>> {
    document.descendants().filter(|node| node.tag_name().name() == tag).collect()
}

fn text(node: Node) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

#[test]
fn a_training_is_one_page_that_needs_nothing_else() {
    let run = "a <b> & \"c\"";
    let folder = trained(run, "speaker");
    let page = report(&folder, &[run], &format!("{run}/report.html"));
    let document = parsed(&page);
    assert_eq!(text(named(&document, "h1")[0]), run);
    assert_self_contained(&document);
    assert_accessible(&document);
    assert!(!page.contains("These figures flatter"));

    let charts = named(&document, "svg");
    // Matrix, reliability and curves of two sizes, each for a light and a dark ground.
    assert_eq!(charts.len(), 2 * (1 + 1 + 2));
    let examples = named(&document, "img");
    assert_eq!(examples.len(), 2 * 2, "waveform and spectrogram of sad and angry");

    let evaluation = fs::read(folder.path(run).join("evaluation.json")).unwrap();
    let evaluation: Value = serde_json::from_slice(&evaluation).unwrap();
    assert_counts(&document, &evaluation["corpora"]["voices"]);
}

#[test]
fn page_and_card_tell_of_the_training_that_followed() {
    let folder = Folder::new();
    two_emotions(&folder);
    folder.write("CARD.md", "<!-- figures training -->\n<!-- end -->\n");
    let train = ["train", "voices.csv", "-o", "run", "--preset", "seed", "--epochs", "2"];
    let output = folder.run(&[&train[..], &["--refit"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stderr(&output).matches("everyone teaches").count(), 2, "{}", stderr(&output));

    let page = report(&folder, &["run"], "run/report.html");
    let page = text(parsed(&page).root_element());
    let told = "Then another network was trained, for all of 2 epochs, in ";
    assert!(page.contains(told) && page.contains("among the teachers, 1 in all, by whom"));
    assert_eq!(code(&folder.run(&["card", "CARD.md", "--run", "run"])), 0);
    let card = fs::read_to_string(folder.path("CARD.md")).unwrap();
    let told = "2 epochs, after 2 without its 1 validation speakers, 2 of the test;";
    assert!(card.contains(told), "{card}");
}

/// No script, and nothing that is fetched.
fn assert_self_contained(document: &Document) {
    for tag in ["script", "link", "iframe", "object", "embed", "base"] {
        assert!(named(document, tag).is_empty(), "{tag}");
    }
    for node in document.descendants() {
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            assert!(!name.starts_with("on"), "{name}");
            if ["src", "href", "srcset", "action"].contains(&name) {
                assert!(value.starts_with("data:"), "{name}={value}");
            }
        }
    }
    let style = text(named(document, "style")[0]);
    assert!(!style.contains("@import"));
    assert!(style.split("url(").skip(1).all(|url| url.starts_with("data:")));
}

/// Tables have captions and heads, pictures say what they show.
fn assert_accessible(document: &Document) {
    for table in named(document, "table") {
        let has = |tag| table.descendants().any(|node: Node| node.tag_name().name() == tag);
        assert!(has("caption") && has("thead") && has("td"));
        let heads = table.descendants().filter(|node| node.tag_name().name() == "th");
        assert!(heads.clone().count() > 2);
        heads.for_each(|head| assert!(head.has_attribute("scope")));
    }
    for picture in named(document, "img") {
        assert!(
            picture.attribute("alt").is_some_and(|alt| alt.contains("of a test clip in which"))
        );
    }
    for chart in named(document, "svg") {
        assert_eq!(chart.attribute("role"), Some("img"));
        assert!(chart.children().any(|node| node.tag_name().name() == "title"));
    }
    assert_eq!(document.root_element().attribute("lang"), Some("en"));
}

/// The matrix on the page is that of the scores.
fn assert_counts(document: &Document, scores: &Value) {
    let tables = named(document, "table");
    let matrix = tables.iter().find(|table| text(**table).contains("by intended emotion")).unwrap();
    let cells = matrix.descendants().filter(|node| node.tag_name().name() == "td");
    let shown: Vec<u64> = cells.map(|cell| text(cell).parse().unwrap()).collect();
    let rows = scores["confusion"].as_array().unwrap();
    let counted: Vec<u64> = (rows.iter().flat_map(|row| row.as_array().unwrap()))
        .map(|count| count.as_u64().unwrap())
        .collect();
    assert_eq!(shown, counted);
    assert_eq!(Some(shown.iter().sum()), scores["clips"].as_u64());
}

#[test]
fn a_split_that_flatters_is_called_so() {
    let folder = trained("run", "row");
    let page = report(&folder, &["run", "-o", "page.html"], "page.html");
    assert!(page.contains("These figures flatter") && page.contains("copies of one clip"));
    assert!(!folder.path("run/report.html").exists());
}

#[test]
fn an_older_run_without_pictures_or_bins_has_a_page_too() {
    let folder = trained("run", "clip");
    fs::remove_dir_all(folder.path("run/pictures")).unwrap();
    let file = folder.path("run/evaluation.json");
    let mut evaluation: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    for scores in ["/corpora/voices", "/pooled"] {
        let scores = evaluation.pointer_mut(scores).unwrap().as_object_mut().unwrap();
        assert!(scores.remove("reliability").is_some());
    }
    fs::write(&file, evaluation.to_string()).unwrap();
    let page = report(&folder, &["run"], "run/report.html");
    assert!(!page.contains("Reliability diagram"));
    assert!(page.contains("The folder holds no pictures of clips"));
}

#[test]
fn a_folder_without_a_finished_training_is_refused_in_a_sentence() {
    let folder = Folder::new();
    folder.write("empty/notes.md", "nothing here");
    let output = folder.run(&["report", "empty"]);
    assert_eq!(code(&output), 1);
    let sentence = "overtone: expected a finished training, got no empty/model.overtone: ";
    assert!(stderr(&output).starts_with(sentence), "{}", stderr(&output));
    assert_eq!(stderr(&output).lines().count(), 1);
    assert!(!folder.path("empty/report.html").exists());
}

#[test]
fn a_model_card_takes_its_figures_from_a_training() {
    let folder = trained("run", "speaker");
    let places = ["scores", "mistakes", "elsewhere"];
    let places = places.map(|place| format!("<!-- figures {place} -->\n<!-- end -->\nWords.\n"));
    folder.write("CARD.md", format!("# Card\n{}", places.concat()));
    let model = ["evaluate", "voices.csv", "--model", "run/model.overtone", "--format", "json"];
    let judged = folder.run(&[&model[..], &["--rerecorded", "0"]].concat());
    folder.write("elsewhere.json", &judged.stdout);
    let card = ["card", "CARD.md", "--run", "run", "--elsewhere", "elsewhere.json"];
    let output = folder.run(&[&card[..], &["--figures", "tab.json"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(stdout(&output), "CARD.md: scores, mistakes, elsewhere\n");
    let card = fs::read_to_string(folder.path("CARD.md")).unwrap();
    let evaluation = fs::read(folder.path("run/evaluation.json")).unwrap();
    let evaluation: Value = serde_json::from_slice(&evaluation).unwrap();
    let uar = 100.0 * evaluation["corpora"]["voices"]["uar"].as_f64().unwrap();
    let clips = &evaluation["corpora"]["voices"]["clips"];
    assert!(card.contains(&format!("| voices | 2 | {clips} | {uar:.1} |")), "{card}");
    assert!(card.ends_with("<!-- end -->\nWords.\n"));
    assert!(card.contains("\n- voices: best ") && card.contains(" heard as "), "{card}");
    let judged: Value = serde_json::from_slice(&judged.stdout).unwrap();
    let uar = 100.0 * judged["pooled"]["uar"].as_f64().unwrap();
    let clips = &judged["pooled"]["clips"];
    assert!(card.contains(&format!("| model | all | {clips} | {uar:.1} |")), "{card}");
    let figures: Value =
        serde_json::from_slice(&fs::read(folder.path("tab.json")).unwrap()).unwrap();
    assert!((100.0 * figures["elsewhere"].as_f64().unwrap() - uar).abs() < 0.01);

    // A benchmark that was named must have its place, or nothing is written.
    folder.write("bench/benchmark.md", "Preset large, 1 seed\n");
    folder.write("own/adaptation.md", "Model small, UAR\n");
    for (option, folder_of, place) in
        [("--benchmark", "bench", "benchmark large"), ("--adaptation", "own", "adaptation small")]
    {
        let card = ["card", "CARD.md", "--run", "run", "--figures", "figures.json"];
        let refused = folder.run(&[&card[..], &[option, folder_of]].concat());
        assert_eq!(code(&refused), 1);
        let sentence = format!("expected a line \"<!-- figures {place} -->\" and after it");
        assert!(stderr(&refused).contains(&sentence), "{}", stderr(&refused));
        assert!(stdout(&refused).is_empty() && !folder.path("figures.json").exists());
    }

    // What belongs to no run is renewed without one, and leaves the run's figures alone.
    let before = format!("{card}<!-- figures adaptation small -->\n\nold\n\n<!-- end -->\n");
    folder.write("CARD.md", &before);
    let renewed = folder.run(&["card", "CARD.md", "--adaptation", "own"]);
    assert_eq!((code(&renewed), stdout(&renewed).trim()), (0, "CARD.md: adaptation small"));
    let after = fs::read_to_string(folder.path("CARD.md")).unwrap();
    assert_eq!(after, before.replace("old", "Model small, UAR"));
    let nothing = folder.run(&["card", "CARD.md"]);
    assert_eq!(code(&nothing), 2, "{}", stderr(&nothing));
    let figures = ["card", "CARD.md", "--adaptation", "own", "--figures", "figures.json"];
    assert_eq!(code(&folder.run(&figures)), 2, "those are of a run");

    folder.write("EMPTY.md", "# Card\n");
    let refused = folder.run(&["card", "EMPTY.md", "--run", "run"]);
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).contains("expected a line"), "{}", stderr(&refused));
}
