// Hebrew: events, shop, mail, settings, support. Gender-neutral: nouns and infinitives. The English text is the key.
"use strict";
Object.assign(Tamar.words, {
  // events
  "Classes, courses and everything else that takes place.": "שיעורים, חוגים וכל מה שמתקיים.", "New event": "אירוע חדש", "Edit event": "עריכת אירוע", "Save event": "שמירת האירוע", "This week": "השבוע", "All events": "כל האירועים",
  "today": "היום", "Nothing": "אין אירועים", "When": "מתי", "Where": "היכן", "Led by": "בהנחיית", "Places": "מקומות", "{n} of {all}": "{n} מתוך {all}", "Places free": "יש מקום",
  "What and when": "מה ומתי", "First date": "מועד ראשון", "Begins": "שעת התחלה", "Room": "אולם", "Repeat weekly": "חזרה שבועית", "Keep a waiting list": "ניהול רשימת המתנה",
  "Price by plan": "מחיר לפי מסלול", "0 means: included in the plan": "0 פירושו: כלול במסלול", "Visits taken off the card": "כניסות שיורדות מהכרטיסייה", "Without a plan": "ללא מסלול", "Price in {sign}": "מחיר ב־{sign}",
  "Registration": "הרשמה", "Opens": "פתיחה", "Closes": "סגירה", "Cancel event": "ביטול האירוע", "Check in": "נוכחות", "Check in|one": "סימון נוכחות", "Undo": "ביטול הסימון", "Register someone": "רישום",
  "This is a demo: nobody is told, nothing is cancelled.": "זו הדגמה: איש אינו מקבל הודעה, ודבר אינו מבוטל.", "places taken": "מקומות תפוסים", "Waiting": "ממתינים", "Repeats": "חזרה", "Every week": "בכל שבוע",
  "Registration closes": "סגירת ההרשמה", "Waiting list": "רשימת המתנה", "Give a place": "מתן מקום", "Nobody is waiting.": "אין ממתינים.", "A freed place is offered to the first in line for 12 hours.": "מקום שמתפנה מוצע לראש הרשימה למשך 12 שעות.",
  "Registered": "רשומים", "Registered on": "תאריך הרשמה", "Presence": "נוכחות", "Checked in": "נוכחות סומנה", "Expected": "צפויה הגעה",

  // shop
  "What is sold at the desk and online.": "מה שנמכר בדלפק ובאתר.", "Products": "מוצרים", "Orders": "הזמנות", "Discount codes": "קודי הנחה", "Add product": "הוספת מוצר", "Search for a product": "חיפוש מוצר",
  "Product": "מוצר", "Variants": "וריאציות", "Pieces": "יחידות", "Stock": "מלאי", "Without stock": "בלי ניהול מלאי", "Sold out": "אזל", "Nearly gone": "כמעט אזל", "In stock": "במלאי",
  "To hand over": "למסירה", "Handed over": "נמסרה", "Returned": "הוחזרה", "Picture": "תמונה", "JPG or PNG, up to 5 MB.": "JPG או PNG, עד 5 MB.", "Picture is too large": "התמונה גדולה מדי",
  "Made of organic cotton, printed around the corner.": "כותנה אורגנית, הדפסה מקומית.", "Sold online as well": "נמכר גם באתר", "Sizes or colours, each with its own stock.": "מידות או צבעים, לכל וריאציה מלאי משלה.",
  "Variant {n}": "וריאציה {n}", "Size": "מידה", "Add a variant": "הוספת וריאציה", "Save product": "שמירת המוצר", "Product {n}": "מוצר {n}", "Order": "הזמנה", "Return": "החזרה", "Mark as handed over": "סימון כנמסר",
  "Items": "פריטים", "Ordered": "תאריך ההזמנה", "Pick-up": "איסוף", "At the desk": "בדלפק", "New code": "קוד חדש", "Code": "קוד", "Less": "הנחה", "Used": "שימושים", "{n} times": "{n} פעמים", "Valid until": "בתוקף עד", "Expired": "פג תוקף",

  // mail
  "At most {n} letters an hour; more wait in line.": "עד {n} מכתבים בשעה; היתר ממתינים בתור.", "Letters": "מכתבים", "Letter": "מכתב", "Templates": "תבניות", "Template": "תבנית", "New letter": "מכתב חדש", "New template": "תבנית חדשה",
  "Search for a subject": "חיפוש לפי נושא", "Subject": "נושא", "Recipients": "נמענים", "Scheduled": "מתוזמן", "Sent|letter": "נשלח", "Text": "תוכן", "Insert a placeholder": "הוספת שדה משתנה",
  "first name": "שם פרטי", "last name": "שם משפחה", "amount due": "סכום פתוח", "plan": "מסלול", "Send a test to me": "שליחת בדיקה אליי", "Schedule": "תזמון", "Filter": "סינון",
  "{n} recipients today; counted again when the letter goes out.": "{n} נמענים היום; נספרים שוב בעת השליחה.", "Goes out": "מועד השליחה", "Empty letter": "מכתב ריק", "Reminder": "תזכורת", "Invitation": "הזמנה", "Welcome": "ברוכים הבאים",
  "Used for": "שימוש", "Last changed": "שינוי אחרון", "Open amounts": "סכומים פתוחים", "Copy to a new letter": "העתקה למכתב חדש", "Stop sending": "עצירת השליחה", "What became of it": "מה עלה בגורלו", "Delivered": "נמסרו", "Opened": "נפתחו", "Bounced": "חזרו",
  "It has not been sent yet.": "המכתב טרם נשלח.", "Sender": "שולח", "Bounced letters": "מכתבים שחזרו", "Reason": "סיבה", "Correct": "תיקון",

  // settings
  "Organisation": "הארגון", "Numbering": "מספור", "Colleagues": "צוות", "Our plan": "התוכנית שלנו", "Name, logo and address stand on every invoice and letter.": "השם, הלוגו והכתובת מופיעים בכל חשבונית ומכתב.",
  "Name and address": "שם וכתובת", "Street": "רחוב", "Town": "יישוב", "Tax number": "מספר עוסק", "Logo": "לוגו", "Present logo": "הלוגו הנוכחי", "New logo": "לוגו חדש",
  "Every issued invoice takes the next number of the open range.": "כל חשבונית מופקת מקבלת את המספר הבא בטווח הפתוח.", "Open next range": "פתיחת טווח נוסף", "This is a demo: no range is opened.": "זו הדגמה: לא נפתח טווח.",
  "Number ranges of invoices": "טווחי המספרים של חשבוניות", "Year": "שנה", "Range": "טווח", "Last number": "מספר אחרון", "Closed": "סגור", "Used up": "נוצל", "Open|range": "פתוח", "Format": "מבנה", "Before the number": "לפני המספר", "Digits": "ספרות",
  "Who works here, and who may do what.": "מי עובדים כאן, ומה מותר לכל תפקיד.", "Invite a colleague": "הזמנה לצוות", "Colleagues and roles": "הצוות והתפקידים", "Role": "תפקיד", "Owner": "בעלים", "Teacher": "הדרכה", "Read only": "צפייה בלבד",
  "Two-step sign-in": "כניסה דו־שלבית", "On": "פועלת", "Off": "כבויה", "Reset": "איפוס", "Open invitations": "הזמנות פתוחות", "Required for everybody": "חובה לכולם", "A code from the phone is asked for after the password.": "אחרי הסיסמה מתבקש קוד מהטלפון.", "Set up for me": "הפעלה עבורי",
  "The address letters and invoices come from.": "הכתובת שממנה נשלחים מכתבים וחשבוניות.", "Sender address": "כתובת השולח", "What the domain says": "מה כתוב בדומיין", "Record": "רשומה", "What it does": "תפקידה", "Found": "נמצאה", "Missing": "חסרה",
  "Allows Tamar to send": "מתירה לתמר לשלוח", "Signs the letters": "חותמת על המכתבים", "Says what happens to forgeries": "קובעת מה קורה לזיופים", "Check again": "בדיקה חוזרת",
  "The rates offered on drafts and products.": "השיעורים המוצעים בטיוטות ובמוצרים.", "Add a rate": "הוספת שיעור", "Rates": "שיעורים", "Memberships, shop": "מנויים, חנות", "Courses, books": "חוגים, ספרים", "Abroad, exempt": "חו״ל, פטור", "Standard": "רגיל", "Offered": "מוצע",
  "Accounting": "הנהלת חשבונות", "VAT counts by": "המע״מ נספר לפי", "Date of issue": "תאריך ההפקה", "Date of payment": "תאריך התשלום",
  "Our plan with Tamar": "התוכנית שלנו בתמר", "Changes count from the first of next month.": "שינויים חלים מהאחד בחודש הבא.", "Our plan now": "התוכנית הנוכחית", "a month": "לחודש", "Change to {name}": "מעבר לתוכנית {name}",
  "Free": "חינם", "Basic": "בסיסי", "Gold": "זהב", "Up to {n} members": "עד {n} חברים", "Members without limit": "חברים ללא הגבלה", "Help pages": "דפי עזרה", "Questions when the queue allows": "מענה לשאלות כשהתור מאפשר", "Tickets and chat": "פניות וצ׳אט", "All modules": "כל המודולים",
  "Goes first": "קדימות בתור", "Phone for outages": "טלפון במקרה של השבתה", "A named contact": "איש או אשת קשר קבועים", "In use": "בשימוש", "Letters this month": "מכתבים החודש", "Change card": "החלפת כרטיס",

  // support
  "How the Tamar team helps. Asking is never a failing.": "כך צוות תמר עוזר. לשאול זה תמיד בסדר.", "In writing, first": "קודם כול בכתב",
  "A written request can be followed, passed to the right expert and answered with pictures. Written before 16:00, it gets a first answer the same working day; after that, the next working morning by 10:00.": "אחרי פנייה בכתב אפשר לעקוב, ואפשר להעביר אותה למומחים המתאימים ולצרף תמונות לתשובה. פנייה שנשלחת לפני 16:00 מקבלת מענה ראשון עוד באותו יום עבודה; פנייה מאוחרת יותר – עד 10:00 בבוקר ביום העבודה הבא.",
  "Chat": "צ׳אט", "On working days, on the Basic and Gold plans.": "בימי עבודה, בתוכניות בסיסי וזהב.", "For outages, on the Gold plan: when nobody can work.": "במקרה של השבתה, בתוכנית זהב: כשאיש אינו יכול לעבוד.",
  "All of this begins with the button “? Help”: it shows the answers for the page you are on, and the ways to a person.": "הכול מתחיל בכפתור ״? עזרה״: הוא מציג את התשובות לדף הנוכחי ואת הדרכים לקבל מענה אנושי.",
  "When we are there": "מתי אנחנו כאן", "Opening hours, Israel time": "שעות פעילות, שעון ישראל", "Day": "יום", "Hours": "שעות", "Sunday to Thursday": "ראשון עד חמישי", "Friday": "שישי", "Holiday eves": "ערבי חג", "till 12:00": "עד 12:00", "Israeli public holidays": "חגי ישראל", "closed": "סגור",
  "How severe is it?": "מהי דרגת החומרה?", "Severity comes from facts: can anyone still sell or sign in?": "דרגת החומרה נקבעת לפי עובדות: האם עדיין אפשר למכור או להיכנס?", "Severity": "דרגת חומרה", "Handled": "זמן טיפול",
  "Outage: nobody can work": "השבתה: איש אינו יכול לעבוד", "within 4 hours, round the clock": "בתוך 4 שעות, בכל שעות היממה", "Major: works only with a detour": "משמעותית: אפשר לעבוד רק בדרך עוקפת", "within 8 working hours": "בתוך 8 שעות עבודה", "Minor": "קלה", "within 2 working days": "בתוך שני ימי עבודה",
  "Question": "שאלה", "within 1 working day": "בתוך יום עבודה אחד", "What helps us answer the first time": "מה עוזר לענות כבר בפעם הראשונה", "What you did": "מה עשיתם", "What you expected": "מה ציפיתם שיקרה", "What the screen said": "מה הופיע על המסך", "Since when": "ממתי זה קורה",
  "One problem, one request: what is new goes into the open one.": "בעיה אחת – פנייה אחת: מה שמתחדש כותבים בפנייה הפתוחה.", "Fair use": "שימוש הוגן", "See our plan": "התוכנית שלנו",
  "Everybody may ask. Whoever asks many times a day what the help already answers waits a little longer, so that others are not left waiting; nobody is refused, and it is always said kindly.": "מותר לכולם לשאול. מי ששואלים פעמים רבות ביום על מה שכבר כתוב בעזרה ממתינים מעט יותר, כדי שגם תורם של אחרים יגיע; אף שאלה לא נדחית, ותמיד מודיעים על כך באדיבות.",
});
