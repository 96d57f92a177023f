//! The logical structure: elements in reading order, each with the marked content that belongs to it.

use crate::lang::Lang;

/// Number of an element in its [`Tree`].
pub(super) type NodeId = usize;

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kid {
    /// Another element.
    Node(NodeId),
    /// Marked content `mcid` of a page.
    Content {
        /// Page from zero.
        page: usize,
        /// Number within the page.
        mcid: usize,
    },
}

/// An element of the structure.
#[derive(Debug)]
pub(super) struct Node {
    /// Standard structure type.
    pub(super) tag: &'static str,
    /// Language, where it differs from that of the parent.
    pub(super) lang: Option<Lang>,
    /// Scope of a header cell (`Row`, `Column`), numbering of a list (`LowerAlpha`).
    pub(super) attribute: Option<&'static str>,
    /// What a picture shows, and its edges on the page: left, top, right, bottom, from the top.
    pub(super) figure: Option<(String, [f32; 4])>,
    /// The element it hangs on; only the document has none.
    pub(super) parent: Option<NodeId>,
    /// What it holds, in reading order.
    pub(super) kids: Vec<Kid>,
    attached: bool,
}

/// All elements. An element joins its parent when it is first painted, so the order of painting is the order of reading.
#[derive(Debug)]
pub(super) struct Tree {
    /// The elements; those never painted stay unattached.
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    /// The document element.
    pub(super) const ROOT: NodeId = 0;

    /// A tree of the document element alone.
    pub(super) fn new() -> Self {
        let root = Node { tag: "Document", lang: None, attribute: None, figure: None, parent: None, kids: Vec::new(), attached: true };
        Self { nodes: vec![root] }
    }

    /// Makes an element below another.
    pub(super) fn add(&mut self, parent: NodeId, tag: &'static str, lang: Option<Lang>) -> NodeId {
        self.nodes.push(Node { tag, lang, attribute: None, figure: None, parent: Some(parent), kids: Vec::new(), attached: false });
        self.nodes.len() - 1
    }

    /// Makes an element with its attribute.
    pub(super) fn add_with(&mut self, parent: NodeId, tag: &'static str, attribute: &'static str) -> NodeId {
        let id = self.add(parent, tag, None);
        self.nodes[id].attribute = Some(attribute);
        id
    }

    /// Makes an element for a picture with what it shows and its edges on the page.
    pub(super) fn add_figure(&mut self, parent: NodeId, lang: Lang, alt: &str, edges: [f32; 4]) -> NodeId {
        let id = self.add(parent, "Figure", Some(lang));
        self.nodes[id].figure = Some((alt.to_owned(), edges));
        id
    }

    /// Joins an element, and what it hangs on, to the tree.
    pub(super) fn attach(&mut self, id: NodeId) {
        if self.nodes[id].attached {
            return;
        }
        self.nodes[id].attached = true;
        if let Some(parent) = self.nodes[id].parent {
            self.attach(parent);
            self.nodes[parent].kids.push(Kid::Node(id));
        }
    }

    /// Gives marked content to an element.
    pub(super) fn mark(&mut self, id: NodeId, page: usize, mcid: usize) {
        self.attach(id);
        self.nodes[id].kids.push(Kid::Content { page, mcid });
    }

    /// Whether the element is part of the document.
    pub(super) fn is_attached(&self, id: NodeId) -> bool {
        self.nodes[id].attached
    }
}
