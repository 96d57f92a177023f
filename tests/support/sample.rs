//! Documents to write: a whole request in English and French, and short ones in other languages. All people and cases are made up.

use mla::doc::model::{Block, Column, Content, Document, Inline, Meta, Row, RowKind, Running, Table, Tone};
use mla::lang::Lang;

/// A tag that is known to be good.
pub(crate) fn lang(tag: &str) -> Lang {
    tag.parse().unwrap()
}

/// Text with marks: `**strong**`, `{path=value}`, `{!path=solid value}`, `{?path=gap}`, `{ru~path=foreign}`, a line feed for a break.
pub(crate) fn inlines(text: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '*', '\n']) {
        if at > 0 {
            out.push(Inline::Text(rest[..at].to_owned()));
        }
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("**") {
            let (strong, after) = after.split_once("**").unwrap();
            out.push(Inline::Strong(strong.to_owned()));
            rest = after;
        } else if let Some(after) = rest.strip_prefix('\n') {
            out.push(Inline::Break);
            rest = after;
        } else {
            let (body, after) = rest[1..].split_once('}').unwrap();
            let (path, text) = body.split_once('=').unwrap();
            let text = text.to_owned();
            out.push(match (path.strip_prefix('!'), path.strip_prefix('?'), path.split_once('~')) {
                (Some(path), ..) => Inline::Value { path: path.to_owned(), text: text.replace(' ', "\u{a0}"), solid: true },
                (_, Some(path), _) => Inline::Gap { path: path.to_owned(), text },
                (_, _, Some((tag, path))) => Inline::Foreign { path: path.to_owned(), lang: lang(tag), text },
                _ => Inline::Value { path: path.to_owned(), text, solid: false },
            });
            rest = after;
        }
    }
    if !rest.is_empty() {
        out.push(Inline::Text(rest.to_owned()));
    }
    out
}

/// Collects rows.
pub(crate) struct Sample {
    langs: Vec<Lang>,
    rows: Vec<Row>,
}

impl Sample {
    pub(crate) fn new(langs: &[&str]) -> Self {
        Self { langs: langs.iter().map(|tag| lang(tag)).collect(), rows: Vec::new() }
    }

    fn push(&mut self, id: &str, kind: RowKind, labels: &[&str], contents: Vec<Content>) {
        assert_eq!(contents.len(), self.langs.len(), "{id}");
        let cells = self
            .langs
            .iter()
            .zip(contents)
            .enumerate()
            .map(|(at, (lang, content))| Block { lang: *lang, label: labels.get(at).map(|label| (*label).to_owned()), content })
            .collect();
        self.rows.push(Row { id: id.to_owned(), kind, cells });
    }

    /// A row of text without labels.
    pub(crate) fn text(&mut self, id: &str, kind: RowKind, texts: &[&str]) {
        self.labelled(id, kind, &[], texts);
    }

    /// A row of text; one label for all languages, or one for each.
    pub(crate) fn labelled(&mut self, id: &str, kind: RowKind, labels: &[&str], texts: &[&str]) {
        let labels = if labels.len() == 1 { vec![labels[0]; texts.len()] } else { labels.to_vec() };
        let contents = texts.iter().map(|text| if text.is_empty() { Content::Empty } else { Content::Text(inlines(text)) }).collect();
        self.push(id, kind, &labels, contents);
    }

    /// Rows of a table. Cells are split at `|`, rows of the languages are parallel.
    pub(crate) fn table(&mut self, id: &str, head: bool, columns: &[(u8, bool)], rows: &[&[&str]]) {
        for (at, texts) in rows.iter().enumerate() {
            let table = Table {
                id: id.to_owned(),
                head: head && at == 0,
                row_heads: !head,
                columns: columns.iter().map(|(width, end)| Column { width: *width, end: *end }).collect(),
            };
            let contents = texts.iter().map(|text| Content::Cells(text.split('|').map(|cell| inlines(cell.trim())).collect())).collect();
            self.push(&format!("{id}/{at}"), RowKind::Table(table), &[], contents);
        }
    }

    pub(crate) fn finish(self, draft: bool, running: Running) -> Document {
        let meta = Meta {
            title: "Request for mutual legal assistance".to_owned(),
            author: "District Prosecutor's Office, Poznań".to_owned(),
            subject: "Bank records & <seizure>".to_owned(),
            date: "2026-11-20".to_owned(),
            provenance: vec![("case-sha256".to_owned(), "0f".repeat(32)), ("tool".to_owned(), "mla 0.1.0".to_owned())],
        };
        Document { languages: self.langs, rows: self.rows, running, meta, draft }
    }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn running(header: &[&str], caution: &[&str], page: &[&str], draft: &[&str]) -> Running {
    Running {
        header: strings(header),
        reference: "PO IV Oz 118.2026".to_owned(),
        caution: strings(caution),
        page: strings(page),
        draft: strings(draft),
        ..Running::default()
    }
}

const HEAD1: RowKind = RowKind::Heading { level: 1 };
const HEAD2: RowKind = RowKind::Heading { level: 2 };
const PARA: RowKind = RowKind::Paragraph;
const ITEM1: RowKind = RowKind::Item { level: 1 };
const ITEM2: RowKind = RowKind::Item { level: 2 };

/// A whole request with every kind of row.
pub(crate) fn english_french(draft: bool) -> Document {
    let mut s = Sample::new(&["en", "fr"]);
    s.text("letterhead", RowKind::Letterhead, &[
        "{authorities.requesting.name=District Prosecutor's Office in Poznań}\n{authorities.requesting.address=ul. Solna 10, 61-736 Poznań}\n**Republic of Poland**\n{!request.date=20 November 2026}",
        "{authorities.requesting.name=Parquet de district de Poznań}\n{authorities.requesting.address=ul. Solna 10, 61-736 Poznań}\n**République de Pologne**\n{!request.date=20 novembre 2026}",
    ]);
    s.text(
        "title",
        RowKind::Title,
        &["Request for mutual legal assistance in criminal matters", "Demande d’entraide judiciaire en matière pénale"],
    );
    s.text(
        "subtitle",
        RowKind::Subtitle,
        &["to the Federal Office of Justice, Bern, Switzerland", "adressée à l’Office fédéral de la justice, Berne, Suisse"],
    );
    s.text(
        "urgent",
        RowKind::Banner(Tone::Urgent),
        &[
            "URGENT: execution is requested by {!request.deadline=15 December 2026}",
            "URGENT : l’exécution est demandée avant le {!request.deadline=15 décembre 2026}",
        ],
    );
    s.text(
        "confidential",
        RowKind::Banner(Tone::Confidential),
        &[
            "The existence and the content of this request are to be kept confidential.",
            "L’existence et le contenu de la présente demande doivent rester confidentiels.",
        ],
    );
    s.labelled("authorities.title", HEAD1, &["I."], &["Authorities and legal basis", "Autorités et base juridique"]);
    s.labelled("authorities.para", PARA, &["1."], &[
        "The {authorities.requesting.name=District Prosecutor's Office in Poznań} presents its compliments and requests assistance in the proceeding described below, under {request.bases[0]=the European Convention on Mutual Assistance in Criminal Matters of 20 April 1959} and the instruments that supplement it between the two States.",
        "Le {authorities.requesting.name=Parquet de district de Poznań} présente ses compliments et sollicite l’entraide dans la procédure décrite ci-après, en application de {request.bases[0]=la Convention européenne d’entraide judiciaire en matière pénale du 20 avril 1959} et des instruments qui la complètent entre les deux États.",
    ]);
    s.labelled(
        "authorities.contact",
        PARA,
        &["2."],
        &[
            "Questions may be put at any time to the person named here, who speaks English and French.",
            "Toute question peut être adressée à tout moment à la personne désignée ici, qui parle anglais et français.",
        ],
    );
    s.table(
        "contact",
        false,
        &[(34, false), (66, false)],
        &[
            &["Name | {contact.name=Anna Wiśniewska}", "Nom | {contact.name=Anna Wiśniewska}"],
            &["Function | Prosecutor, department of economic crime", "Fonction | Procureure, section de la criminalité économique"],
            &["Telephone | {!contact.phone=+48 61 555 01 23}", "Téléphone | {!contact.phone=+48 61 555 01 23}"],
            &["E-mail | {!contact.email=a.wisniewska@poznan.example}", "Courriel | {!contact.email=a.wisniewska@poznan.example}"],
        ],
    );
    s.labelled("proceeding.title", HEAD1, &["II."], &["Subject and stage of the proceeding", "Objet et état de la procédure"]);
    s.labelled("proceeding.para", PARA, &["3."], &[
        "The pre-trial investigation is kept under reference {!proceeding.reference=PO IV Ds 74.2025} and concerns fraud committed against a commercial company and the laundering of its proceeds. It is led by the prosecutor; no court has yet been seised.",
        "L’enquête préliminaire est conduite sous la référence {!proceeding.reference=PO IV Ds 74.2025} et porte sur une escroquerie commise au préjudice d’une société commerciale et sur le blanchiment de son produit. Elle est dirigée par le procureur ; aucune juridiction n’est encore saisie.",
    ]);
    s.labelled("persons.title", HEAD2, &["1."], &["Persons concerned", "Personnes concernées"]);
    s.table(
        "persons/p1",
        false,
        &[(34, false), (66, false)],
        &[
            &["Family name | {persons[0].family-name=KOWALCZYK}", "Nom | {persons[0].family-name=KOWALCZYK}"],
            &["Given name | {persons[0].given-name=Tomasz Jan}", "Prénom | {persons[0].given-name=Tomasz Jan}"],
            &["Date of birth | {!persons[0].birth-date=7 March 1981}", "Date de naissance | {!persons[0].birth-date=7 mars 1981}"],
            &[
                "Nationality | {?persons[0].nationality=[missing: nationality]}",
                "Nationalité | {?persons[0].nationality=[manque : nationalité]}",
            ],
            &["Role | suspect", "Qualité | suspect"],
        ],
    );
    s.text(
        "persons.note",
        RowKind::Note,
        &[
            "Particulars marked as missing will be sent as soon as they are known.",
            "Les indications manquantes seront transmises dès qu’elles seront connues.",
        ],
    );
    s.labelled("offences.title", HEAD2, &["2."], &["Offences", "Infractions"]);
    s.labelled("offences.para", PARA, &["4."], &[
        "The acts are punishable under article {!offences[0].article=286 § 1} of the Criminal Code (fraud), with imprisonment from six months to eight years, and under article {!offences[1].article=299 § 1} (money laundering). The text of both provisions is annexed.",
        "Les faits sont réprimés par l’article {!offences[0].article=286 § 1} du code pénal (escroquerie), d’un emprisonnement de six mois à huit ans, et par l’article {!offences[1].article=299 § 1} (blanchiment). Le texte des deux dispositions est annexé.",
    ]);
    s.labelled("facts.title", HEAD1, &["III."], &["Facts", "Exposé des faits"]);
    let facts = [
        (
            "On {!facts[0].date=5 March 2025} the accounting department of {victims[0].name=Meble Warta sp. z o.o.} received a message that seemed to come from a supplier of long standing and gave a new account number for its invoices. The message had been sent from an address that differs from that of the supplier by one letter.",
            "Le {!facts[0].date=5 mars 2025}, le service comptable de {victims[0].name=Meble Warta sp. z o.o.} a reçu un message qui paraissait provenir d’un fournisseur de longue date et indiquait un nouveau numéro de compte pour ses factures. Le message avait été envoyé d’une adresse qui diffère de celle du fournisseur par une seule lettre.",
        ),
        (
            "Relying on the message, the company made three transfers between {!facts[1].from=10 March 2025} and {!facts[1].to=2 April 2025}, of {!facts[1].amount=EUR 412,500.00} in all, to the account {!accounts[0].iban=CH93 0076 2011 6238 5295 7}, held with a bank in Zurich in the name of {persons[1].name=Delta Handel AG}.",
            "Se fiant à ce message, la société a effectué trois virements entre le {!facts[1].from=10 mars 2025} et le {!facts[1].to=2 avril 2025}, pour un total de {!facts[1].amount=412 500,00 EUR}, sur le compte {!accounts[0].iban=CH93 0076 2011 6238 5295 7}, ouvert auprès d’une banque de Zurich au nom de {persons[1].name=Delta Handel AG}.",
        ),
        (
            "The supplier confirmed on {!facts[2].date=14 April 2025} that it had never changed its bank. By then the greater part of the money had been moved on. The officer who took the report noted: {pl~facts[2].quote=Środki zostały wypłacone tego samego dnia}.",
            "Le fournisseur a confirmé le {!facts[2].date=14 avril 2025} qu’il n’avait jamais changé de banque. À cette date, la plus grande partie des fonds avait déjà été transférée. L’agent qui a reçu la plainte a noté : {pl~facts[2].quote=Środki zostały wypłacone tego samego dnia}.",
        ),
        (
            "The suspect is the only director of the company that holds the account. He was seen in Zurich on the days of the withdrawals, and his telephone was connected to masts near the branch of the bank. He has given no statement so far.",
            "Le suspect est l’unique administrateur de la société titulaire du compte. Il a été vu à Zurich les jours des retraits, et son téléphone s’est connecté à des antennes voisines de l’agence bancaire. Il n’a fait à ce jour aucune déclaration.",
        ),
    ];
    for (at, (en, fr)) in facts.iter().enumerate() {
        s.labelled(&format!("facts.para/f{}", at + 1), PARA, &[&format!("{}.", at + 5)], &[en, fr]);
    }
    s.labelled("assistance.title", HEAD1, &["IV."], &["Assistance requested", "Mesures demandées"]);
    s.labelled("assistance.lead", PARA, &["9."], &[
        "The requested authority is asked to obtain from the bank, for the period from {!assistance[0].from=1 January 2025} to {!assistance[0].to=30 June 2025}:",
        "L’autorité requise est priée d’obtenir de la banque, pour la période du {!assistance[0].from=1er janvier 2025} au {!assistance[0].to=30 juin 2025} :",
    ]);
    let items = [
        (
            "the opening documents of the account, with the specimen signatures and copies of the identity papers shown;",
            "les documents d’ouverture du compte, avec les spécimens de signature et copie des pièces d’identité présentées ;",
        ),
        (
            "the statements of the account, and for each transfer above {!assistance[0].floor=EUR 10,000}:",
            "les relevés du compte et, pour chaque virement supérieur à {!assistance[0].floor=10 000 EUR} :",
        ),
        (
            "the correspondence of the bank with the holder, including electronic messages and notes of telephone calls.",
            "la correspondance de la banque avec le titulaire, y compris les messages électroniques et les notes d’appels téléphoniques.",
        ),
    ];
    for (at, (en, fr)) in items.iter().enumerate() {
        let label = format!("({})", ["a", "b", "c"][at]);
        s.labelled(&format!("assistance.item/{}", at + 1), ITEM1, &[&label], &[en, fr]);
        if at == 1 {
            s.labelled("assistance.sub/1", ITEM2, &["(i)"], &["the order of the customer;", "l’ordre du client ;"]);
            s.labelled(
                "assistance.sub/2",
                ITEM2,
                &["(ii)"],
                &["the account to which the money went, and its holder;", "le compte destinataire des fonds et son titulaire ;"],
            );
        }
    }
    s.labelled(
        "transfers.lead",
        PARA,
        &["10."],
        &["The transfers known so far are these:", "Les virements connus à ce jour sont les suivants :"],
    );
    let mut transfers: Vec<[String; 2]> =
        vec![["No. | Date | Reference | Amount, EUR".to_owned(), "N° | Date | Référence | Montant, EUR".to_owned()]];
    for n in 1..=29 {
        transfers.push([
            format!("{n} | {{!transfers[{n}].date={n} April 2025}} | {{!transfers[{n}].reference=MW/2025/{n:03}}} | {{!transfers[{n}].amount={n},500.00}}"),
            format!("{n} | {{!transfers[{n}].date={n} avril 2025}} | {{!transfers[{n}].reference=MW/2025/{n:03}}} | {{!transfers[{n}].amount={n} 500,00}}"),
        ]);
    }
    let transfers: Vec<Vec<&str>> = transfers.iter().map(|pair| pair.iter().map(String::as_str).collect()).collect();
    let transfers: Vec<&[&str]> = transfers.iter().map(Vec::as_slice).collect();
    s.table("transfers", true, &[(12, false), (30, false), (30, false), (28, true)], &transfers);
    s.labelled("hearing.lead", PARA, &["11."], &[
        "The requested authority is further asked to hear as a witness the employee of the bank who had the account in charge, and to put to him or her these questions:",
        "L’autorité requise est en outre priée d’entendre comme témoin l’employé de la banque chargé du compte et de lui poser les questions suivantes :",
    ]);
    s.labelled(
        "hearing.item/1",
        ITEM1,
        &["(a)"],
        &["Who opened the account, and on whose instructions?", "Qui a ouvert le compte, et sur les instructions de qui ?"],
    );
    s.labelled(
        "hearing.item/2",
        ITEM1,
        &["(b)"],
        &["Did the movements of the account give rise to any report?", "Les mouvements du compte ont-ils donné lieu à un signalement ?"],
    );
    s.labelled("closing.title", HEAD1, &["V."], &["Undertakings and closing", "Engagements et formule finale"]);
    s.labelled("closing.speciality", PARA, &["12."], &[
        "What is obtained will be used only in the proceeding described in this request; any other use will be subject to the prior consent of the requested State.",
        "Les éléments obtenus ne seront utilisés que dans la procédure décrite dans la présente demande ; toute autre utilisation sera soumise au consentement préalable de l’État requis.",
    ]);
    s.labelled(
        "closing.thanks",
        PARA,
        &["13."],
        &[
            "The requesting authority thanks the requested authority in advance and assures it of reciprocity in like cases.",
            "L’autorité requérante remercie par avance l’autorité requise et l’assure de la réciprocité dans des cas analogues.",
        ],
    );
    s.text("closing.plain", PARA, &["Done at Poznań in two originals.", "Fait à Poznań en deux exemplaires originaux."]);
    s.text("signature", RowKind::Signature, &[
        "{signature.place=Poznań}, {!signature.date=20 November 2026}\n\n______________________________\n{contact.name=Anna Wiśniewska}\nProsecutor",
        "{signature.place=Poznań}, le {!signature.date=20 novembre 2026}\n\n______________________________\n{contact.name=Anna Wiśniewska}\nProcureure",
    ]);
    s.text("signature.seal", RowKind::Signature, &["Seal of the authority", "Sceau de l’autorité"]);
    s.table(
        "annexes",
        true,
        &[(14, false), (86, false)],
        &[
            &["No. | Annex", "N° | Annexe"],
            &["1 | Text of the provisions", "1 | Texte des dispositions"],
            &[
                "2 | Order of the court of {!annexes[1].date=3 November 2026}",
                "2 | Décision du tribunal du {!annexes[1].date=3 novembre 2026}",
            ],
        ],
    );
    let running = running(
        &["Request for mutual legal assistance", "Demande d’entraide judiciaire"],
        &["Confidential", "Confidentiel"],
        &["Page {page} of {pages}", "Page {page} sur {pages}"],
        &["DRAFT", "PROJET"],
    );
    s.finish(draft, running)
}

/// A short request in two other languages, `first` and `second` from the words below.
pub(crate) fn short(first: &str, second: &str, draft: bool) -> Document {
    let words = [words(first), words(second)];
    let mut s = Sample::new(&[first, second]);
    let pick = |at: usize| [words[0][at], words[1][at]];
    s.text("letterhead", RowKind::Letterhead, &pick(0));
    s.text("title", RowKind::Title, &pick(1));
    s.text("urgent", RowKind::Banner(Tone::Urgent), &pick(2));
    s.labelled("facts.title", HEAD1, &pick(3), &pick(4));
    s.labelled("facts.para/f1", PARA, &["1."], &pick(5));
    s.labelled("facts.para/f2", PARA, &["2."], &pick(6));
    s.labelled("facts.item/1", ITEM1, &pick(7), &pick(8));
    s.labelled("facts.item/2", ITEM1, &pick(9), &pick(10));
    s.labelled("facts.title2", HEAD1, &pick(11), &pick(12));
    s.table("account", false, &[(36, false), (64, false)], &[&pick(13), &pick(14), &pick(15)]);
    s.table("annexes", true, &[(12, false), (58, false), (30, true)], &[&pick(16), &pick(17), &pick(18)]);
    s.text("signature", RowKind::Signature, &pick(19));
    s.text("note", RowKind::Note, &pick(20));
    s.finish(draft, running(&pick(21), &pick(22), &pick(23), &pick(24)))
}

fn words(tag: &str) -> [&'static str; 25] {
    match tag {
        "ar" => [
            "{authorities.requesting.name=النيابة العامة في بوزنان}\n**جمهورية بولندا**\n{!request.date=20 نوفمبر 2026}",
            "طلب مساعدة قانونية متبادلة في المسائل الجنائية",
            "عاجل: يُطلب التنفيذ قبل {!request.deadline=15 ديسمبر 2026}",
            "1.",
            "الوقائع",
            "في {!facts[0].date=5 مارس 2025} تلقّت شركة {victims[0].name=Meble Warta sp. z o.o.} رسالة بدت كأنها صادرة عن أحد مورّديها، وتضمّنت رقم حساب جديداً (IBAN) لسداد الفواتير، وذلك وفق الملف {!proceeding.reference=PO IV Ds 74.2025}.",
            "حوّلت الشركة مبلغ {!facts[1].amount=412 500,00 يورو} إلى الحساب {!accounts[0].iban=CH93 0076 2011 6238 5295 7} باسم {persons[0].name=محمد بن علي الهاشمي}، ثم إلى الرقم {!facts[1].number=118-74/2025}. وقد سُجّل ما يلي: {pl~facts[1].quote=Środki zostały wypłacone}، والباقي {?facts[1].rest=[ناقص: المبلغ المتبقي]}.",
            "(أ)",
            "مستندات فتح الحساب ونماذج التوقيع؛",
            "(ب)",
            "كشوف الحساب عن المدة من يناير إلى يونيو 2025.",
            "2.",
            "الحساب والمرفقات",
            "صاحب الحساب | {persons[0].name=محمد بن علي الهاشمي}",
            "رقم الحساب | {!accounts[0].iban=CH93 0076 2011 6238 5295 7}",
            "الجنسية | {?persons[0].nationality=[ناقص: الجنسية]}",
            "م | المرفق | المبلغ",
            "1 | نص الأحكام القانونية | {!annexes[0].amount=1 500,00}",
            "2 | قرار المحكمة | {!annexes[1].amount=12 500,00}",
            "بوزنان، {!signature.date=20 نوفمبر 2026}\n\n______________________\nالمدعي العام",
            "تُرسل البيانات الناقصة فور معرفتها.",
            "طلب مساعدة قانونية متبادلة",
            "سرّي",
            "صفحة {page} من {pages}",
            "مسودة",
        ],
        "zh" => [
            "{authorities.requesting.name=波兹南地区检察院}\n波兰共和国\n{!request.date=2026年11月20日}",
            "刑事司法协助请求书",
            "紧急：请于{!request.deadline=2026年12月15日}前执行",
            "一、",
            "案件事实",
            "{!facts[0].date=2025年3月5日}，{victims[0].name=Meble Warta sp. z o.o.}收到一封看似由长期供应商发出的邮件，其中载有用于支付货款的“新账号”（IBAN），案号为{!proceeding.reference=PO IV Ds 74.2025}。",
            "该公司向户名为{persons[0].name=王小明}的账户{!accounts[0].iban=CH93 0076 2011 6238 5295 7}汇款{!facts[1].amount=412,500.00欧元}，其后又转至{!facts[1].number=118-74/2025}。记录如下：{pl~facts[1].quote=Środki zostały wypłacone}；余额为{?facts[1].rest=［缺：余额］}。",
            "（一）",
            "开户文件及签名样本；",
            "（二）",
            "2025年1月至6月的账户对账单。",
            "二、",
            "账户与附件",
            "户名 | {persons[0].name=王小明}",
            "账号 | {!accounts[0].iban=CH93 0076 2011 6238 5295 7}",
            "国籍 | {?persons[0].nationality=［缺：国籍］}",
            "序号 | 附件 | 金额",
            "1 | 法律条文 | {!annexes[0].amount=1,500.00}",
            "2 | 法院裁定 | {!annexes[1].amount=12,500.00}",
            "波兹南，{!signature.date=2026年11月20日}\n\n______________________\n检察官",
            "所缺信息一经查明即行补送。",
            "刑事司法协助请求书",
            "机密",
            "第{page}页，共{pages}页",
            "草稿",
        ],
        "ru" => [
            "{authorities.requesting.name=Окружная прокуратура в Познани}\nРеспублика Польша\n{!request.date=20 ноября 2026 г.}",
            "Запрос о правовой помощи по уголовному делу",
            "СРОЧНО: просим исполнить до {!request.deadline=15 декабря 2026 г.}",
            "1.",
            "Обстоятельства дела",
            "{!facts[0].date=5 марта 2025 г.} общество {victims[0].name=Meble Warta sp. z o.o.} получило письмо, которое казалось отправленным давним поставщиком и содержало новый номер счёта (IBAN) для оплаты; дело № {!proceeding.reference=PO IV Ds 74.2025}.",
            "Общество перечислило {!facts[1].amount=412 500,00 евро} на счёт {!accounts[0].iban=CH93 0076 2011 6238 5295 7} на имя {persons[0].name=Петренко Иван Олегович}, затем на {!facts[1].number=118-74/2025}. Запись: {pl~facts[1].quote=Środki zostały wypłacone}; остаток {?facts[1].rest=[нет данных: остаток]}.",
            "а)",
            "документы об открытии счёта и образцы подписей;",
            "б)",
            "выписки по счёту за январь–июнь 2025 г.",
            "2.",
            "Счёт и приложения",
            "Владелец | {persons[0].name=Петренко Иван Олегович}",
            "Счёт | {!accounts[0].iban=CH93 0076 2011 6238 5295 7}",
            "Гражданство | {?persons[0].nationality=[нет данных: гражданство]}",
            "№ | Приложение | Сумма",
            "1 | Текст положений закона | {!annexes[0].amount=1 500,00}",
            "2 | Решение суда | {!annexes[1].amount=12 500,00}",
            "Познань, {!signature.date=20 ноября 2026 г.}\n\n______________________\nпрокурор",
            "Недостающие сведения будут направлены, как только станут известны.",
            "Запрос о правовой помощи",
            "Конфиденциально",
            "Страница {page} из {pages}",
            "ПРОЕКТ",
        ],
        "fr" => [
            "{authorities.requesting.name=Parquet de district de Poznań}\n**République de Pologne**\n{!request.date=20 novembre 2026}",
            "Demande d’entraide judiciaire en matière pénale",
            "URGENT : l’exécution est demandée avant le {!request.deadline=15 décembre 2026}",
            "1.",
            "Exposé des faits",
            "Le {!facts[0].date=5 mars 2025}, la société {victims[0].name=Meble Warta sp. z o.o.} a reçu un message qui paraissait provenir d’un fournisseur et indiquait un nouveau numéro de compte (IBAN) ; dossier {!proceeding.reference=PO IV Ds 74.2025}.",
            "La société a viré {!facts[1].amount=412 500,00 EUR} sur le compte {!accounts[0].iban=CH93 0076 2011 6238 5295 7} de {persons[0].name=Ivan Petrenko}, puis vers {!facts[1].number=118-74/2025}. Il a été noté : {pl~facts[1].quote=Środki zostały wypłacone} ; le solde est de {?facts[1].rest=[manque : solde]}.",
            "a)",
            "les documents d’ouverture et les spécimens de signature ;",
            "b)",
            "les relevés du compte de janvier à juin 2025.",
            "2.",
            "Compte et annexes",
            "Titulaire | {persons[0].name=Ivan Petrenko}",
            "Compte | {!accounts[0].iban=CH93 0076 2011 6238 5295 7}",
            "Nationalité | {?persons[0].nationality=[manque : nationalité]}",
            "N° | Annexe | Montant",
            "1 | Texte des dispositions | {!annexes[0].amount=1 500,00}",
            "2 | Décision du tribunal | {!annexes[1].amount=12 500,00}",
            "Poznań, le {!signature.date=20 novembre 2026}\n\n______________________\nLa procureure",
            "Les indications manquantes suivront.",
            "Demande d’entraide judiciaire",
            "Confidentiel",
            "Page {page} sur {pages}",
            "PROJET",
        ],
        _ => [
            "{authorities.requesting.name=District Prosecutor's Office in Poznań}\n**Republic of Poland**\n{!request.date=20 November 2026}",
            "Request for mutual legal assistance in criminal matters",
            "URGENT: execution is requested by {!request.deadline=15 December 2026}",
            "1.",
            "Facts",
            "On {!facts[0].date=5 March 2025} {victims[0].name=Meble Warta sp. z o.o.} received a message that seemed to come from a supplier and gave a new account number (IBAN) for its invoices; file {!proceeding.reference=PO IV Ds 74.2025}.",
            "The company transferred {!facts[1].amount=EUR 412,500.00} to the account {!accounts[0].iban=CH93 0076 2011 6238 5295 7} of {ar~persons[0].name=محمد بن علي الهاشمي}, then to {!facts[1].number=118-74/2025}. It was noted: {pl~facts[1].quote=Środki zostały wypłacone}; the balance is {?facts[1].rest=[missing: balance]}.",
            "(a)",
            "the opening documents and the specimen signatures;",
            "(b)",
            "the statements of the account from January to June 2025.",
            "2.",
            "Account and annexes",
            "Holder | {persons[0].name=Mohamed Ben Ali Al Hachemi}",
            "Account | {!accounts[0].iban=CH93 0076 2011 6238 5295 7}",
            "Nationality | {?persons[0].nationality=[missing: nationality]}",
            "No. | Annex | Amount",
            "1 | Text of the provisions | {!annexes[0].amount=1,500.00}",
            "2 | Order of the court | {!annexes[1].amount=12,500.00}",
            "Poznań, {!signature.date=20 November 2026}\n\n______________________\nProsecutor",
            "Missing particulars will follow.",
            "Request for mutual legal assistance",
            "Confidential",
            "Page {page} of {pages}",
            "DRAFT",
        ],
    }
}
