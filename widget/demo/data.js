// The invented office: Riverside Yoga & Dance. Pairs are [English, Hebrew]; amounts are euro, days are counted from today.
"use strict";
Tamar.data = (() => {
  const p = (english, hebrew) => (Tamar.lang === "he" ? hebrew : english);
  const { day } = Tamar;

  const people = {
    noa: p("Noa Berger", "נועה ברגר"), maya: p("Maya Hartley", "מאיה הראל"), tom: p("Tom Hartley", "תום הראל"), lily: p("Lily Hartley", "לילי הראל"),
    oliver: p("Oliver Brandt", "עומר ברנד"), elena: p("Elena Petrova", "ילנה פטרוב"), james: p("James Okafor", "יעקב אוחיון"),
    ruth: p("Ruth Feldman", "רות פלדמן"), sofia: p("Sofia Marino", "סופיה מרינו"), daniel: p("Daniel Cohen", "דניאל כהן"),
    aino: p("Aino Virtanen", "איה וקסמן"), marko: p("Marko Novak", "מרקו נובק"), leila: p("Leila Haddad", "לילה חדאד"),
    hannah: p("Hannah Weiss", "חנה וייס"), school: p("Hillside Primary School", "בית הספר גבעות"), cafe: p("Café Lindgren", "קפה לינדן"),
  };
  const plans = { all: p("Unlimited", "ללא הגבלה"), two: p("Twice a week", "פעמיים בשבוע"), ten: p("Ten visits", "עשר כניסות"), child: p("Children", "ילדים") };
  const vat = p([["22", "22 %"], ["9.5", "9.5 %"], ["0", "0 %"]], [["18", "18%"], ["0", "0%"]]);

  const member = (id, who, mail, plan, status, since) => ({ id, name: people[who], mail: `${mail}@example.org`, plan: plans[plan], status, since });
  const members = [
    member(1017, "maya", "maya", "all", "active", -800), member(1003, "oliver", "oliver", "two", "active", -1210), member(1018, "tom", "tom", "ten", "active", -798),
    member(1019, "lily", "maya", "child", "active", -410), member(1024, "elena", "elena", "all", "active", -655), member(1031, "james", "james", "two", "paused", -540),
    member(1036, "ruth", "ruth", "ten", "active", -502), member(1042, "sofia", "sofia", "two", "left", -470), member(1047, "daniel", "daniel", "all", "active", -388),
    member(1053, "aino", "aino", "two", "active", -260), member(1058, "marko", "marko", "ten", "active", -201), member(1061, "leila", "leila", "all", "paused", -144),
    member(1066, "hannah", "hannah", "two", "active", -20),
  ];

  const words = {
    autumn: p("Unlimited, one month", "מסלול ללא הגבלה, חודש"), two: p("Twice a week, one month", "פעמיים בשבוע, חודש"), ten: p("Ten visits", "כרטיסיית עשר כניסות"),
    hall: p("Large hall, two evenings", "אולם גדול, שני ערבים"), course: p("Dance course for class 3b", "חוג מחול לכיתה ג׳2"), mat: p("Yoga mat", "מזרן יוגה"),
  };
  const invoice = (id, who, status, issued, due, lines) => ({ id, name: people[who], status, issued, due, lines, sum: lines.reduce((sum, [, many, each]) => sum + many * each, 0) });
  const invoices = [
    invoice(2051, "maya", "draft", null, 14, [[words.autumn, 1, 78], [words.mat, 1, 34]]),
    invoice(2050, "school", "sent", -1, 29, [[words.course, 6, 65]]), invoice(2049, "elena", "sent", -3, 11, [[words.autumn, 1, 78]]),
    invoice(2048, "oliver", "paid", -6, 8, [[words.two, 1, 52]]), invoice(2047, "tom", "paid", -9, 5, [[words.ten, 1, 90]]),
    invoice(2046, "cafe", "overdue", -34, -4, [[words.hall, 2, 120]]), invoice(2045, "daniel", "overdue", -31, -17, [[words.autumn, 1, 78]]),
    invoice(2044, "aino", "paid", -38, -24, [[words.two, 1, 52]]), invoice(2043, "ruth", "paid", -41, -27, [[words.ten, 1, 90], [words.mat, 1, 34]]),
  ];

  // state: allocated, open (not allocated), or the code of what went wrong
  const payment = (id, who, ago, sum, way, state, bill) => ({ id, name: people[who], ago, sum, way, state, bill });
  const payments = [
    payment(88, "tom", 0, 130, "transfer", "open", 2047), payment(87, "oliver", -1, 52, "debit", "allocated", 2048), payment(86, "daniel", -1, 78, "card", "P12", 2045),
    payment(85, "ruth", -2, 124, "card", "allocated", 2043), payment(84, "elena", -3, 78, "debit", "P30", 2049), payment(83, "hannah", -3, 52, "transfer", "open", null),
    payment(82, "aino", -5, 52, "card", "allocated", 2044), payment(81, "marko", -6, 90, "cash", "allocated", 2042),
  ];

  const event = (id, name, kind, weekday, time, room, lead, places, taken, waiting = 0) => ({ id, name, kind, weekday, time, room, lead: people[lead], places, taken, waiting });
  const halls = { big: p("Large hall", "אולם גדול"), small: p("Small studio", "סטודיו קטן"), river: p("Riverside deck", "דק על הנהר") };
  const events = [
    event(7, p("Vinyasa flow", "ויניאסה"), "yoga", 1, "18:00", halls.big, "elena", 16, 16, 3), event(4, p("Morning yoga", "יוגה של בוקר"), "yoga", 0, "08:30", halls.small, "ruth", 12, 9),
    event(5, p("Contemporary dance", "מחול מודרני"), "dance", 2, "19:30", halls.big, "marko", 18, 14), event(6, p("Children’s ballet", "בלט לילדים"), "dance", p(3, 6), "16:00", halls.small, "sofia", 10, 10, 1),
    event(8, p("Yin and rest", "יין ומנוחה"), "yoga", 3, "20:00", halls.small, "elena", 12, 7), event(9, p("Tango for beginners", "טנגו – צעדים ראשונים"), "dance", p(4, 0), "19:00", halls.big, "marko", 20, 12),
    event(10, p("Open day on the river", "יום פתוח על הנהר"), "special", p(5, 4), "10:00", halls.river, "noa", 60, 41),
  ];
  const guests = [[people.maya, true], [people.tom, true], [people.aino, false], [people.daniel, true], [people.hannah, false], [people.leila, true]];
  const queue = [people.ruth, people.marko, people.oliver];

  const products = [
    { id: 3, name: p("Riverside T-shirt", "חולצת ריברסייד"), price: 22, stock: 31, variants: ["S", "M", "L", "XL"] }, { id: 1, name: words.mat, price: 34, stock: 12 },
    { id: 2, name: p("Water bottle", "בקבוק מים"), price: 14, stock: 3 }, { id: 4, name: p("Cork block", "בלוק שעם"), price: 16, stock: 0 },
    { id: 5, name: p("Gift card", "כרטיס מתנה"), price: 50, stock: null },
  ];
  const orders = [
    { id: 314, name: people.hannah, ago: 0, state: "open", items: [[products[0].name, "M", 1, 22], [products[2].name, "", 1, 14]] },
    { id: 313, name: people.daniel, ago: -1, state: "open", items: [[words.mat, "", 1, 34]] }, { id: 312, name: people.leila, ago: -2, state: "done", items: [[products[4].name, "", 2, 50]] },
    { id: 311, name: people.oliver, ago: -4, state: "back", items: [[products[0].name, "L", 1, 22]] },
  ];
  const discounts = [
    { code: "AUTUMN10", what: "10%", used: 18, until: 24, on: true }, { code: "FRIENDS", what: "15%", used: 42, until: 90, on: true }, { code: "OPENDAY", what: "20%", used: 61, until: -30, on: false },
  ];

  const letters = [
    { id: 13, name: p("Reminder: open amounts", "תזכורת: סכומים פתוחים"), to: p("Active members who owe money", "פעילים עם חוב פתוח"), state: "draft", ago: 0, sent: 3 },
    { id: 12, name: p("The timetable from next month", "מערכת השעות מהחודש הבא"), to: p("All active members", "כל הפעילים"), state: "sent", ago: -5, sent: 214, opened: 148, bounced: 4 },
    { id: 11, name: p("Open day on the river", "יום פתוח על הנהר"), to: p("Everybody", "כל הרשימה"), state: "planned", ago: 3, sent: 301 },
    { id: 10, name: p("Welcome back after the summer", "חוזרים אחרי הקיץ"), to: p("Paused members", "חברים בהקפאה"), state: "sent", ago: -61, sent: 27, opened: 19, bounced: 0 },
  ];
  const bounced = [["j.okafor@exampel.org", p("Address does not exist", "הכתובת אינה קיימת")], ["sofia@example.org", p("Mailbox is full", "התיבה מלאה")],
    ["old.office@example.org", p("Address does not exist", "הכתובת אינה קיימת")], ["team@cafe.example", p("Refused by the receiver", "נדחה בצד המקבל")]];

  const colleagues = [
    { name: people.ruth, mail: "ruth@example.org", role: "owner", twice: true }, { name: people.noa, mail: "noa@example.org", role: "office", twice: true },
    { name: people.elena, mail: "elena@example.org", role: "teacher", twice: false }, { name: people.marko, mail: "marko@example.org", role: "teacher", twice: false },
    { name: p("Accountant Lind & Co.", "הנהלת חשבונות לינד"), mail: "books@lind.example", role: "reader", twice: true },
  ];
  const months = [5, 4, 3, 2, 1, 0].map((back, i) => { const d = day(0); d.setDate(1); d.setMonth(d.getMonth() - back); return { date: d, sum: [8420, 6180, 5730, 9640, 10210, 7890][i] }; });

  return { p, people, plans, vat, members, invoices, payments, events, guests, queue, products, orders, discounts, letters, bounced, colleagues, months };
})();
