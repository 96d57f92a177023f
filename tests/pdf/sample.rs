//! Documents as the pipeline makes them: a whole request in English and French, and short ones in other scripts.

use mla::doc::model::{Block, Column, Content, Document, Inline, Meta, Row, RowKind, Running, Table, Tone};
use mla::lang::Lang;

/// Wording: `**strong**`, `{value}`, `[solid value]`, `‹gap›`, `|` for a line break.
pub(crate) fn inlines(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['*', '{', '[', '‹', '|']) {
        if at > 0 {
            out.push(Inline::Text(rest[..at].to_owned()));
        }
        let (open, close) = match &rest[at..] {
            r if r.starts_with("**") => ("**", "**"),
            r if r.starts_with('{') => ("{", "}"),
            r if r.starts_with('[') => ("[", "]"),
            r if r.starts_with('‹') => ("‹", "›"),
            _ => ("|", ""),
        };
        let inner = &rest[at + open.len()..];
        let len = inner.find(close).unwrap();
        let (path, inside) = ("x.y".to_owned(), inner[..len].to_owned());
        out.push(match open {
            "**" => Inline::Strong(inside),
            "{" => Inline::Value { path, text: inside, solid: false },
            "[" => Inline::Value { path, text: inside, solid: true },
            "‹" => Inline::Gap { path, text: format!("[{inside}]") },
            _ => Inline::Break,
        });
        rest = &inner[len + close.len()..];
    }
    if !rest.is_empty() {
        out.push(Inline::Text(rest.to_owned()));
    }
    out
}

pub(crate) struct Maker {
    pub(crate) langs: Vec<Lang>,
    pub(crate) rows: Vec<Row>,
}

impl Maker {
    pub(crate) fn new(langs: &[&str]) -> Self {
        Self { langs: langs.iter().map(|lang| lang.parse().unwrap()).collect(), rows: Vec::new() }
    }

    pub(crate) fn add(&mut self, kind: RowKind, label: &str, texts: &[&str]) {
        let cells = self.langs.iter().zip(texts).map(|(lang, text)| Block {
            lang: *lang,
            label: (!label.is_empty()).then(|| label.to_owned()),
            content: Content::Text(inlines(text)),
        });
        let row = Row { id: format!("row{}", self.rows.len()), kind, cells: cells.collect() };
        self.rows.push(row);
    }

    pub(crate) fn head(&mut self, level: u8, label: &str, texts: &[&str]) {
        self.add(RowKind::Heading { level }, label, texts);
    }

    pub(crate) fn para(&mut self, label: &str, texts: &[&str]) {
        self.add(RowKind::Paragraph, label, texts);
    }

    pub(crate) fn item(&mut self, level: u8, label: &str, texts: &[&str]) {
        self.add(RowKind::Item { level }, label, texts);
    }

    /// A row of a table; columns as width, negative where the text stands at the end.
    pub(crate) fn table(&mut self, id: &str, head: bool, row_heads: bool, widths: &[i8], texts: &[&[&str]]) {
        let columns = widths.iter().map(|w| Column { width: w.unsigned_abs(), end: *w < 0 }).collect();
        let kind = RowKind::Table(Table { id: id.to_owned(), head, row_heads, columns });
        let cells = self.langs.iter().zip(texts).map(|(lang, cells)| Block {
            lang: *lang,
            label: None,
            content: Content::Cells(cells.iter().map(|cell| inlines(cell)).collect()),
        });
        let row = Row { id: format!("{id}/{}", self.rows.len()), kind, cells: cells.collect() };
        self.rows.push(row);
    }

    pub(crate) fn document(self, header: &[&str], page: &[&str], title: &str) -> Document {
        let owned = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<_>>();
        Document {
            languages: self.langs,
            rows: self.rows,
            running: Running { header: owned(header), reference: "MLA/2026/0147-PG".to_owned(), page: owned(page), ..Running::default() },
            meta: Meta {
                title: title.to_owned(),
                author: "Office of the Prosecutor General".to_owned(),
                subject: "Bank records and interviews".to_owned(),
                date: "2026-03-09".to_owned(),
                provenance: vec![("case".into(), "sha256 4f1c".into()), ("forms".into(), "sha256 99ab".into())],
            },
            draft: false,
        }
    }
}

const FACTS: [[&str; 2]; 4] = [
    [
        "{Between March 2021 and November 2023 the suspects, acting through a chain of companies that had neither staff nor premises, issued invoices for consultancy services which were never performed. The invoices were addressed to a public hospital and paid from its operating budget on the approval of its financial director, who is alleged to have received a part of the sums in return.}",
        "{Entre mars 2021 et novembre 2023, les suspects, agissant au moyen d’une chaîne de sociétés dépourvues de personnel et de locaux, ont émis des factures pour des prestations de conseil qui n’ont jamais été exécutées. Les factures étaient adressées à un hôpital public et réglées sur son budget de fonctionnement avec l’accord de son directeur financier, lequel aurait perçu en retour une partie des sommes.}",
    ],
    [
        "On [17 November 2023] an amount of [EUR 4,250,000.00] was transferred from the account [FR76 3000 6000 0112 3456 7890 189] to an account held in the requested State by {Meridian Trade and Advisory Limited}.",
        "Le [17 novembre 2023], un montant de [4 250 000,00 EUR] a été viré du compte [FR76 3000 6000 0112 3456 7890 189] vers un compte ouvert dans l’État requis au nom de {Meridian Trade and Advisory Limited}.",
    ],
    [
        "The beneficial owners concealed their identity behind nominee directors. The records sought are the only means of establishing who gave the instructions for the onward transfers, which were made within [48 hours] of the receipt of each payment and left a balance of no more than a few hundred euros on the account.",
        "Les bénéficiaires effectifs ont dissimulé leur identité derrière des administrateurs prête-noms. Les documents demandés sont le seul moyen d’établir qui a donné les instructions relatives aux virements ultérieurs, effectués dans les [48 heures] suivant la réception de chaque paiement et ne laissant sur le compte qu’un solde de quelques centaines d’euros.",
    ],
    [
        "The witness {Katarzyna Wiśniewska-Dąbrowska}, formerly employed as an accountant, stated on [2 May 2024] that she had been told to enter the invoices without supporting documents and to destroy the correspondence afterwards.",
        "Le témoin {Katarzyna Wiśniewska-Dąbrowska}, anciennement employée comme comptable, a déclaré le [2 mai 2024] qu’il lui avait été demandé d’enregistrer les factures sans pièces justificatives et de détruire ensuite la correspondance.",
    ],
];

/// A request of several pages with every kind of row.
pub(crate) fn request() -> Document {
    let mut m = Maker::new(&["en", "fr"]);
    m.add(
        RowKind::Letterhead,
        "",
        &[
            "**Republic of Examplia**|**Office of the Prosecutor General**|Department for International Cooperation|12 Constitution Square, 10000 Capital City",
            "**République d’Examplia**|**Parquet général**|Département de la coopération internationale|12, place de la Constitution, 10000 Capital City",
        ],
    );
    m.add(
        RowKind::Title,
        "",
        &["Request for mutual legal assistance in a criminal matter", "Demande d’entraide judiciaire en matière pénale"],
    );
    m.add(
        RowKind::Subtitle,
        "",
        &["Bank records, interview of a witness and restraint of assets", "Documents bancaires, audition d’un témoin et gel d’avoirs"],
    );
    m.add(
        RowKind::Banner(Tone::Urgent),
        "",
        &[
            "Urgent: execution is requested by [30 April 2026], before the hearing on the restraint order.",
            "Urgent : l’exécution est demandée pour le [30 avril 2026], avant l’audience relative au gel.",
        ],
    );
    m.add(
        RowKind::Banner(Tone::Confidential),
        "",
        &["Confidential: not to be disclosed to the persons concerned", "Confidentiel : ne pas divulguer aux personnes concernées"],
    );
    m.para(
        "",
        &[
            "The Office of the Prosecutor General of Examplia presents its compliments to the competent authorities of the French Republic and has the honour to request their assistance in the criminal proceedings described below.",
            "Le Parquet général d’Examplia présente ses compliments aux autorités compétentes de la République française et a l’honneur de solliciter leur concours dans la procédure pénale décrite ci-dessous.",
        ],
    );
    m.head(1, "1.", &["Requesting authority", "Autorité requérante"]);
    m.table(
        "authority",
        false,
        true,
        &[38, 62],
        &[&["Authority", "{Office of the Prosecutor General}"], &["Autorité", "{Parquet général}"]],
    );
    m.table(
        "authority",
        false,
        true,
        &[38, 62],
        &[
            &["Officer in charge", "{Ms Helena Marković, Senior Prosecutor}"],
            &["Magistrat chargé du dossier", "{Mme Helena Marković, procureure principale}"],
        ],
    );
    m.table("authority", false, true, &[38, 62], &[&["Telephone", "[+000 1 555 0147]"], &["Téléphone", "[+000 1 555 0147]"]]);
    m.table(
        "authority",
        false,
        true,
        &[38, 62],
        &[&["E-mail", "[international.cooperation@prosecution.example]"], &["Courriel", "[international.cooperation@prosecution.example]"]],
    );
    m.head(1, "2.", &["Subject and legal basis", "Objet et fondement juridique"]);
    m.para(
        "1.",
        &[
            "The request concerns the investigation of **aggravated fraud and money laundering** under reference [KT-2024/118-A]. It is made under article 46 of the United Nations Convention against Corruption, to which both States are parties.",
            "La demande concerne l’enquête relative aux faits d’**escroquerie aggravée et de blanchiment** sous la référence [KT-2024/118-A]. Elle est fondée sur l’article 46 de la Convention des Nations Unies contre la corruption, à laquelle les deux États sont parties.",
        ],
    );
    m.head(1, "3.", &["Statement of facts", "Exposé des faits"]);
    m.head(2, "3.1", &["The transfers", "Les virements"]);
    for (at, fact) in FACTS.iter().chain(&FACTS[..3]).enumerate() {
        m.para(&format!("{}.", at + 2), fact);
    }
    m.head(2, "3.2", &["The accounts", "Les comptes"]);
    m.para("9.", &["The following accounts are concerned:", "Sont concernés les comptes suivants :"]);
    m.table(
        "accounts",
        true,
        false,
        &[9, 52, -39],
        &[&["No.", "Holder and account", "Amount (EUR)"], &["N°", "Titulaire et compte", "Montant (EUR)"]],
    );
    for (at, (holder, amount)) in [
        ("Meridian Trade and Advisory Limited", "1,250,000.00"),
        ("Al-Noor Holding", "2,100,500.75"),
        ("Société de conseil et de gestion du Centre", "899,499.25"),
        ("K. W. Treuhand AG", "12,000.00"),
        ("Baltic Freight Services OÜ", "340,180.00"),
        ("Meridian Trade and Advisory Limited (second account)", "77,020.40"),
    ]
    .into_iter()
    .enumerate()
    {
        let (no, holder) = (format!("{}", at + 1), format!("{{{holder}}}|[FR76 3000 6000 0112 3456 7890 18{at}]"));
        let (en, fr) = (format!("[{amount}]"), format!("[{}]", amount.replace(',', "\u{202F}").replace('.', ",")));
        m.table("accounts", false, false, &[9, 52, -39], &[&[&no, &holder, &en], &[&no, &holder, &fr]]);
    }
    m.head(1, "4.", &["Assistance requested", "Assistance demandée"]);
    m.para(
        "10.",
        &[
            "The competent authorities are requested to obtain and transmit:",
            "Les autorités compétentes sont priées d’obtenir et de transmettre :",
        ],
    );
    let items = [
        (
            "(a)",
            1,
            [
                "certified copies of the account-opening documents, including specimen signatures and powers of attorney;",
                "des copies certifiées conformes des documents d’ouverture de compte, y compris les spécimens de signature et les procurations ;",
            ],
        ),
        (
            "(b)",
            1,
            [
                "statements of all transactions from [1 January 2021] to the date of execution, in electronic form, together with:",
                "les relevés de toutes les opérations du [1er janvier 2021] à la date d’exécution, sous forme électronique, accompagnés :",
            ],
        ),
        (
            "(i)",
            2,
            [
                "the supporting documents of every transfer above [EUR 10,000.00];",
                "des pièces justificatives de tout virement supérieur à [10 000,00 EUR] ;",
            ],
        ),
        ("(ii)", 2, ["the identification of the final beneficiaries;", "de l’identification des bénéficiaires finaux ;"]),
        (
            "(c)",
            1,
            [
                "the provisional restraint of the balance pending a final decision on confiscation.",
                "le gel provisoire du solde dans l’attente d’une décision définitive de confiscation.",
            ],
        ),
    ];
    for (label, level, texts) in items {
        m.item(level, label, &texts);
    }
    m.para(
        "11.",
        &[
            "It is further requested that the witness be interviewed in the presence of the officer in charge, who should be allowed to put questions, and that the record be signed on each page.",
            "Il est en outre demandé que le témoin soit entendu en présence du magistrat chargé du dossier, qui devrait être autorisé à poser des questions, et que le procès-verbal soit signé à chaque page.",
        ],
    );
    m.head(1, "5.", &["Assurances", "Garanties"]);
    for (at, fact) in FACTS[1..3].iter().enumerate() {
        m.para(&format!("{}.", at + 12), fact);
    }
    m.para(
        "14.",
        &[
            "The information supplied will be used solely for the purposes stated in this request. The Office avails itself of this opportunity to renew the assurances of its highest consideration.",
            "Les informations communiquées ne seront utilisées qu’aux fins énoncées dans la présente demande. Le Parquet général saisit cette occasion pour renouveler les assurances de sa très haute considération.",
        ],
    );
    m.add(
        RowKind::Signature,
        "",
        &[
            "Capital City, [9 March 2026]|||______________________________|**Helena Marković**|Senior Prosecutor|(seal)",
            "Capital City, le [9 mars 2026]|||______________________________|**Helena Marković**|Procureure principale|(sceau)",
        ],
    );
    m.add(
        RowKind::Note,
        "",
        &[
            "Annexes: two, in the original and in translation. The French text is a translation; the English text prevails.",
            "Annexes : deux, en version originale et en traduction. Le texte français est une traduction ; le texte anglais fait foi.",
        ],
    );
    let mut document = m.document(
        &["Request for mutual legal assistance", "Demande d’entraide judiciaire"],
        &["page {page} of {pages}", "page {page} sur {pages}"],
        "Request for mutual legal assistance in a criminal matter",
    );
    document.running.caution = vec!["Confidential".into(), "Confidentiel".into()];
    document
}

/// The request as a draft: gaps, a value left in another language, the word across the page.
pub(crate) fn draft() -> Document {
    let mut document = request();
    document.draft = true;
    document.running.draft = vec!["DRAFT".into(), "PROJET".into()];
    let Some(Content::Text(inlines)) =
        document.rows.iter_mut().find(|row| row.kind == RowKind::Paragraph).map(|row| &mut row.cells[1].content)
    else {
        panic!("a paragraph")
    };
    inlines.push(Inline::Gap { path: "proceeding.stage".into(), text: "[stade de la procédure manquant]".into() });
    inlines.push(Inline::Text(" ; ".into()));
    inlines.push(Inline::Foreign {
        path: "facts[0].text".into(),
        lang: Lang::EN,
        text: "the summary that has not been translated yet".into(),
    });
    document
}

/// A short request in English and Arabic.
pub(crate) fn arabic() -> Document {
    let mut m = Maker::new(&["en", "ar"]);
    m.add(RowKind::Letterhead, "", &["**Office of the Prosecutor General**|Capital City", "**مكتب النائب العام**|العاصمة"]);
    m.add(RowKind::Title, "", &["Request for mutual legal assistance", "طلب المساعدة القانونية المتبادلة"]);
    m.head(1, "1.", &["Subject", "الموضوع"]);
    m.para(
        "1.",
        &[
            "On [17 November 2023] an amount of [EUR 4,250,000.00] was transferred from the account [SA03 8000 0000 6080 1016 7519] to {Al-Noor Holding}.",
            "في [17 نوفمبر 2023] حُوّل مبلغ قدره [4,250,000.00 EUR] من الحساب [SA03 8000 0000 6080 1016 7519] إلى شركة {Al-Noor Holding} القابضة، عملاً بالمادة 46 من اتفاقية الأمم المتحدة لمكافحة الفساد.",
        ],
    );
    for (label, texts) in [
        ("(a)", ["certified copies of the account-opening documents;", "نسخ مصدّقة من مستندات فتح الحساب ونماذج التوقيعات؛"]),
        ("(b)", ["statements of all transactions.", "كشوف جميع المعاملات من 1 يناير 2021 حتى تاريخه، بصيغة إلكترونية."]),
    ] {
        m.item(1, label, &texts);
    }
    m.table("t", true, false, &[14, 46, -40], &[&["No.", "Holder", "Amount"], &["الرقم", "صاحب الحساب", "المبلغ (يورو)"]]);
    m.table(
        "t",
        false,
        false,
        &[14, 46, -40],
        &[&["1", "{Meridian}", "[1,250,000.00]"], &["1", "{ميريديان تريد المحدودة}", "[1,250,000.00]"]],
    );
    m.document(
        &["Request for mutual legal assistance", "طلب المساعدة القانونية المتبادلة"],
        &["page {page} of {pages}", "صفحة {page} من {pages}"],
        "Request",
    )
}

/// A short request in English and Chinese.
pub(crate) fn chinese() -> Document {
    let mut m = Maker::new(&["en", "zh-Hans"]);
    m.add(RowKind::Title, "", &["Request for mutual legal assistance", "刑事司法协助请求书"]);
    m.head(1, "1.", &["Subject", "案由"]);
    m.para(
        "1.",
        &[
            "On [17 November 2023] an amount of [EUR 4,250,000.00] was transferred to {Beijing Huaxin Co.} under article 46 of the Convention.",
            "[2023年11月17日]，款项[4,250,000.00欧元]被转入{北京华信有限公司}（Beijing Huaxin Co.）名下账户。请求方依据《联合国反腐败公约》第四十六条提出本请求，请贵国主管机关依法提供协助，并对本请求的内容予以保密。",
        ],
    );
    m.item(1, "(a)", &["certified copies of the documents;", "经认证的开户文件副本以及签名样本；"]);
    m.table("t", false, true, &[40, 60], &[&["Account", "[FR76 3000 6000]"], &["账户", "[FR76 3000 6000]"]]);
    m.document(
        &["Request for mutual legal assistance", "刑事司法协助请求书"],
        &["page {page} of {pages}", "第 {page} 页，共 {pages} 页"],
        "Request",
    )
}

/// A document with its languages the other way round.
pub(crate) fn swapped(mut document: Document) -> Document {
    document.languages.reverse();
    for row in &mut document.rows {
        row.cells.reverse();
    }
    document.running.header.reverse();
    document.running.page.reverse();
    document
}

/// A short request in French and Russian, with a running head too long for its half of the page.
pub(crate) fn russian() -> Document {
    let mut m = Maker::new(&["fr", "ru"]);
    m.add(
        RowKind::Title,
        "",
        &["Demande d’entraide judiciaire en matière pénale", "Запрос об оказании взаимной правовой помощи по уголовному делу"],
    );
    m.head(1, "1.", &["Exposé des faits", "Изложение обстоятельств дела"]);
    for (at, [_, fr]) in FACTS.iter().enumerate() {
        m.para(
            &format!("{}.", at + 1),
            &[
                fr,
                "По данным предварительного расследования, в период с [3 марта 2021 г.] по [17 ноября 2023 г.] подозреваемые перевели денежные средства в размере [4 250 000,00 евро] через цепочку подконтрольных организаций, не осуществлявших хозяйственной деятельности, с использованием заведомо подложных счетов-фактур за консультационные услуги.",
            ],
        );
    }
    m.table("t", true, false, &[14, 46, -40], &[&["N°", "Titulaire", "Montant"], &["№", "Владелец счёта", "Сумма"]]);
    m.table("t", false, false, &[14, 46, -40], &[&["1", "{Meridian}", "[1 250 000,00]"], &["1", "{ООО «Меридиан»}", "[1 250 000,00]"]]);
    let mut document = m.document(
        &[
            "Demande d’entraide judiciaire en matière pénale concernant une escroquerie aggravée",
            "Запрос об оказании взаимной правовой помощи",
        ],
        &["page {page} sur {pages}", "страница {page} из {pages}"],
        "Demande d’entraide judiciaire",
    );
    document.running.caution = vec![
        "Confidentiel : diffusion restreinte aux autorités compétentes".into(),
        "Конфиденциально: только для компетентных органов".into(),
    ];
    document
}

/// A table that reaches over pages, with a row taller than half a page, and a paragraph longer than a page.
pub(crate) fn long() -> Document {
    let mut m = Maker::new(&["en", "fr"]);
    let [en, fr] = FACTS[0];
    m.head(1, "1.", &["Annexes", "Annexes"]);
    m.table("annexes", true, false, &[12, 58, -30], &[&["No.", "Title", "Pages"], &["N°", "Intitulé", "Pages"]]);
    for at in 1..34 {
        let (no, pages) = (at.to_string(), (at * 7 % 90).to_string());
        let title = [
            "Certified copy of the order",
            "Statement of the witness, with a translation by a sworn interpreter",
            "Extract from the register",
        ][at % 3];
        let intitulé = [
            "Copie certifiée conforme de l’ordonnance",
            "Déposition du témoin, avec traduction par un interprète assermenté",
            "Extrait du registre",
        ][at % 3];
        m.table("annexes", false, false, &[12, 58, -30], &[&[&no, title, &pages], &[&no, intitulé, &pages]]);
    }
    let [tall, haut] = [[en; 6].join(" "), [fr; 6].join(" ")];
    m.table("annexes", false, false, &[12, 58, -30], &[&["34", &tall, "1"], &["34", &haut, "1"]]);
    m.head(1, "2.", &["Summary", "Résumé"]);
    m.para("1.", &[&[en; 14].join(" "), &[fr; 12].join(" ")]);
    m.document(&["Request", "Demande"], &["page {page} of {pages}", "page {page} sur {pages}"], "Annexes")
}
