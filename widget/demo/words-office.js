// Hebrew: the shell, members, invoices, payments, reports. Gender-neutral: nouns and infinitives. The English text is the key.
"use strict";
Object.assign(Tamar.words, {
  // shell and overview
  "Tamar": "תמר", "Riverside Yoga & Dance": "ריברסייד – יוגה ומחול", "Overview": "מבט כללי", "Menu": "תפריט", "Help": "עזרה", "Modules": "מודולים",
  "Members": "חברים", "Invoices": "חשבוניות", "Payments": "תשלומים", "Events": "אירועים", "Shop": "חנות", "Mail": "דיוור", "Reports": "דוחות", "Settings": "הגדרות", "Support": "תמיכה",
  "As pages": "כדפים", "As an app": "כיישום", "Language and way of loading": "שפה ואופן הטעינה", "Skip to the content": "דילוג לתוכן",
  "Where this page is": "מיקום הדף", "Parts of this module": "חלקי המודול",
  "This is a demo: nothing is sent.": "זו הדגמה: דבר אינו נשלח.", "This is a demo: nothing is saved.": "זו הדגמה: דבר אינו נשמר.",
  "This is a demo: nothing is deleted.": "זו הדגמה: דבר אינו נמחק.", "This is a demo: nobody is removed.": "זו הדגמה: איש אינו מוסר.",
  "This page does not exist": "הדף הזה אינו קיים", "The address may have a typing mistake, or the entry was removed.": "ייתכן שנפלה טעות בכתובת, או שהרשומה הוסרה.", "Back to the overview": "חזרה למבט הכללי",
  "Office": "משרד", "Open invoices": "חשבוניות פתוחות", "Payments not allocated": "תשלומים שלא שויכו", "Orders to hand over": "הזמנות למסירה", "Pick-up at the desk": "איסוף בדלפק",
  "Registrations this week": "נרשמו השבוע", "Events: {n}": "אירועים: {n}", "Waiting for you": "ממתין לטיפול", "Next classes": "השיעורים הקרובים", "Full": "מלא", "{n} of {all} places": "{n} מתוך {all} מקומות",
  "Issue the draft for {name}": "הפקת הטיוטה עבור {name}", "Remind {name} about invoice {n}": "תזכורת אל {name} על חשבונית {n}", "Allocate the transfer from {name}": "שיוך ההעברה של {name}",
  "Card payment of {name}": "תשלום בכרטיס של {name}", "Finish the letter about open amounts": "השלמת המכתב על סכומים פתוחים",
  "All": "הכול", "Shown: {n} of {all}": "מוצגים: {n} מתוך {all}", "Status": "מצב", "Name": "שם", "Number": "מספר", "E-mail": "דוא״ל", "Phone": "טלפון", "Address": "כתובת", "Date": "תאריך", "Details": "פרטים",
  "Edit": "עריכה", "Save": "שמירה", "Cancel": "ביטול", "Open": "פתיחה", "Back": "חזרה", "Continue": "המשך", "Remove": "הסרה", "Next step": "הצעד הבא", "Export": "ייצוא", "Import": "ייבוא", "More": "עוד",

  // members
  "Member": "כרטיס חברות", "Everybody who takes part, with plan and status.": "כל מי שמשתתפים, עם המסלול והמצב.", "Add member": "הוספת חבר או חברה",
  "Search for a name or an e-mail": "חיפוש לפי שם או דוא״ל", "Active": "מנוי פעיל", "Paused": "בהקפאה", "Left": "מנוי הסתיים", "Active|many": "פעילים", "Paused|many": "בהקפאה", "Left|many": "עזבו",
  "Plan": "מסלול", "Since": "מאז", "Person": "פרטים אישיים", "First name": "שם פרטי", "Last name": "שם משפחה", "Full name": "שם מלא", "Date of birth": "תאריך לידה",
  "Invoices and letters go to this address.": "לכתובת הזו נשלחים חשבוניות ומכתבים.", "Membership": "מנוי", "Begins on": "תאריך התחלה", "Paid by": "אמצעי תשלום",
  "Direct debit": "הוראת קבע", "Card": "כרטיס אשראי", "Bank transfer": "העברה בנקאית", "Cash": "מזומן", "Send a welcome letter": "שליחת מכתב ברוכים הבאים", "Agreed to photos at events": "ניתנה הסכמה לצילום באירועים",
  "Save member": "שמירת הפרטים", "Import members": "ייבוא חברים", "Choose file": "בחירת קובץ", "Match columns": "התאמת עמודות", "Check and import": "בדיקה וייבוא", "Step {n} of 3: {name}": "שלב {n} מתוך 3: {name}",
  "A CSV or Excel file with one member in each row, at most {n} rows.": "קובץ CSV או Excel עם רשומה אחת בכל שורה, עד {n} שורות.", "File": "קובץ", "The first row holds the names of the columns.": "השורה הראשונה מכילה את שמות העמודות.",
  "Skip rows whose e-mail is already known": "דילוג על שורות שכתובת הדוא״ל שלהן כבר מוכרת", "Which column of the file goes into which field of Tamar?": "איזו עמודה בקובץ מתאימה לאיזה שדה בתמר?",
  "Column “{name}”": "עמודה ״{name}״", "Remarks": "הערות", "Do not import": "בלי ייבוא", "Rows in the file": "שורות בקובץ", "New members": "חברים חדשים", "Already known, skipped": "כבר מוכרים – דילוג", "Rows with a mistake": "שורות עם טעות",
  "Row": "שורה", "What is wrong": "מה לא תקין", "The e-mail has no @ sign.": "בכתובת הדוא״ל חסר הסימן @.", "The plan is unknown.": "המסלול אינו מוכר.", "Import {n} members": "ייבוא {n} חברים",
  "Pause membership": "הקפאת מנוי", "Merge duplicates": "איחוד כפולים", "Member since": "תחילת המנוי", "Visits this month": "כניסות החודש", "Next amount": "החיוב הבא", "Paused until": "בהקפאה עד", "Change plan": "שינוי מסלול",
  "Household": "משק בית", "Pays for all": "התשלום עבור כולם", "10 % less": "10% הנחה", "Add to the household": "הוספה למשק הבית", "Documents": "מסמכים", "Membership agreement": "הסכם מנוי", "Consent to photos": "הסכמה לצילום", "Add a document": "הוספת מסמך",
  "Remove this member": "הסרה מהרשימה",

  // invoices
  "Invoice": "חשבונית", "Drafts first, then by number.": "טיוטות תחילה, ואחריהן לפי מספר.", "New invoice": "חשבונית חדשה", "Search for a number or a customer": "חיפוש לפי מספר או לקוח",
  "Draft": "טיוטה", "Sent": "נשלחה", "Paid": "שולמה", "Overdue": "באיחור", "Customer": "לקוח", "Issued": "תאריך הפקה", "Due": "לתשלום עד", "Amount": "סכום",
  "The number is given when the invoice is issued.": "המספר ניתן בעת ההפקה.", "A sent invoice is not edited: a credit note corrects it.": "חשבונית שנשלחה אינה נערכת: חשבונית זיכוי מתקנת אותה.",
  "Credit note": "חשבונית זיכוי", "Copy to new invoice": "העתקה לחשבונית חדשה", "Remind": "תזכורת", "Download PDF": "הורדת PDF", "Send": "שליחה", "Send again": "שליחה חוזרת", "Edit draft": "עריכת הטיוטה",
  "A draft is issued first, then sent.": "טיוטה מופקת תחילה, ורק אז נשלחת.", "The invoice": "החשבונית", "Lines of the invoice": "שורות החשבונית", "Description": "תיאור", "Quantity": "כמות", "Price": "מחיר",
  "Without VAT": "ללא מע״מ", "With VAT": "כולל מע״מ", "VAT": "מע״מ", "To pay": "לתשלום", "What happened": "מה קרה עד כה", "Draft begun": "הטיוטה נפתחה", "Sent to the customer": "נשלחה ללקוח", "Payment was due": "מועד התשלום חלף",
  "VAT rate": "שיעור מע״מ", "About VAT rate": "על שיעור המע״מ", "Line": "שורה", "Add a line": "הוספת שורה", "The number range of this year is used up.": "טווח המספרים של השנה נוצל",
  "Due date": "תאריך לתשלום", "Given when issued": "ניתן בעת ההפקה", "Lines": "שורות", "The rate of a draft counts for all its lines.": "השיעור חל על כל שורות הטיוטה.", "Sums": "סכומים", "Note on the invoice": "הערה בחשבונית",
  "Text below the lines": "טקסט מתחת לשורות", "Thank you for dancing with us.": "תודה שרוקדים איתנו.", "Issue": "הפקה", "Save draft": "שמירת הטיוטה", "Delete draft": "מחיקת הטיוטה", "Edit draft {n}": "עריכת טיוטה {n}",
  "Issuing gives the number and closes the draft.": "ההפקה נותנת מספר וסוגרת את הטיוטה.",

  // payments
  "Money that came in, and which invoice it belongs to.": "הכסף שנכנס, ולאיזו חשבונית הוא שייך.", "Money in": "תקבולים", "Ways to pay": "אמצעי תשלום", "Read bank file": "קליטת קובץ בנק", "Record cash": "רישום מזומן",
  "Search for a payer": "חיפוש לפי שם", "Payer": "שולם על ידי", "Method": "אמצעי", "Allocated": "שויך", "Not allocated": "לא שויך", "Card declined": "הכרטיס נדחה", "Mandate missing": "חסרה הרשאה",
  "The card was declined by its bank.": "הכרטיס נדחה על ידי הבנק.", "Direct debit mandate is missing.": "חסרה הרשאה להוראת קבע.", "Retry": "ניסיון חוזר", "Allocate": "שיוך", "Receipt": "קבלה", "Refund": "החזר",
  "Offered to members": "מוצע לחברים", "Bank account": "חשבון בנק", "Account holder": "שם החשבון", "Account number": "מספר חשבון", "Direct debit mandates": "הרשאות להוראת קבע", "Signed": "תאריך חתימה", "Valid": "בתוקף",
  "Payment {n}": "תשלום {n}", "Reference": "אסמכתה", "What it pays for": "על מה התשלום", "The rest": "היתרה",

  // reports
  "At a glance": "במבט אחד", "Export to PDF": "ייצוא ל־PDF", "Export to Excel": "ייצוא ל־Excel", "Income counts invoices by their date of issue, not by the day the money came.": "ההכנסות נספרות לפי תאריך הפקת החשבונית, לא לפי יום קבלת הכסף.",
  "Income by month": "הכנסות לפי חודש", "Attendance": "נוכחות", "Open debts": "חובות פתוחים", "Days late": "ימי איחור", "Not due yet": "טרם הגיע המועד", "VAT report": "דוח מע״מ",
  "By the date of issue; credit notes are taken off.": "לפי תאריך ההפקה; חשבוניות זיכוי מופחתות.", "From": "מחודש", "To": "עד חודש", "Rate": "שיעור", "All rates": "כל השיעורים", "VAT by month": "מע״מ לפי חודש", "Month": "חודש", "Together": "סך הכול",
});
