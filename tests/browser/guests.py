"""Who writes on that day, and what about."""

from store.unit_of_work import SqlBooks
from support.handoffs import Reason
from support.messages import conversation
from tests.browser.scene import Guest, Turn

LUCIA = Guest(
    id=conversation("whatsapp", "1055.34600112233"),
    name="Lucía Fernández",
    language="es",
    minutes=9,
    reason=Reason.UNHELPFUL,
    phone="+34600112233",
    slots=(("order_number", "TM-204518"),),
)
PARVANEH = Guest(id=conversation("telegram", "77"), name="پروانه رضایی", language="fa", minutes=26)
KAVYA = Guest(id=conversation("webchat", "kavya"), name="காவியா சுப்பிரமணியன்", language="ta", minutes=14)
ANIK = Guest(id=conversation("whatsapp", "1055.8801712345678"), name="অনিক রহমান", language="bn", minutes=6)
KARIN = Guest(id=conversation("webchat", "karin"), name="Karin Lindqvist", language="sv", minutes=4)
NAMELESS = Guest(id=conversation("webchat", "4f0c9a8e2b7d41c6"), name="", language="de", minutes=1)
LONG = Guest(
    id=conversation("telegram", "78"),
    name="Maximiliane Alexandra von Hohenzollern-Sigmaringen-Donaueschingen",
    language="de",
    minutes=71,
)


def all_wait(books: SqlBooks) -> None:
    """Have all of them ask for a person, the longest waiting first."""
    LONG.waits(books, Turn(asks="Diese Rechnung https://shop.example/konto/rechnungen/2026/TM-204999.pdf stimmt nicht"))
    PARVANEH.waits(books, *_PERSIAN)
    KAVYA.waits(books, *_TAMIL)
    LUCIA.waits(books, *_SPANISH)
    ANIK.waits(books, Turn(asks="আমার পার্সেল এখনও আসেনি, কোথায় আছে?", answer="অর্ডার নম্বরটি দিন, আমি দেখছি।"))
    KARIN.waits(books, Turn(asks="Kan jag byta till en större storlek?", answer="Ja, inom 30 dagar."))
    NAMELESS.waits(books, Turn(asks="Hallo??"))


_SPANISH = (
    Turn(
        asks="Hola, devolví unos zapatos hace dos semanas y todavía no veo el dinero en mi cuenta",
        answer="Te devolvemos el dinero en un plazo de **5 días laborables** desde que la devolución llega al almacén, "
        "por el mismo medio con el que pagaste.",
        intent="knowledge_sure",
        confidence=0.81,
        hits=(("refunds", "¿Cuándo me devolvéis el dinero?", 1.74), ("returns", "¿Cómo devuelvo un artículo?", 1.08)),
    ),
    Turn(
        asks="Ya han pasado esos días. El pedido es TM-204518, ¿podéis mirar qué ha pasado?",
        answer="No sé si te he entendido bien. ¿Es una de estas cosas?",
        confidence=0.46,
        hits=(
            ("refunds", "¿Cuándo me devolvéis el dinero?", 1.21),
            ("track-order", "¿Dónde está mi pedido?", 0.93),
            ("payment-methods", "¿Cómo puedo pagar?", 0.41),
        ),
    ),
    Turn(
        asks="No me sirve, quiero hablar con alguien",
        answer="Voy a avisar a una persona. Verá toda nuestra conversación, así que no tendrás que repetir nada.",
        intent="needs_person",
        confidence=0.97,
    ),
)
_PERSIAN = (
    Turn(
        asks="پولم کی برمی‌گردد؟ سفارش TM-10234 را ۱۲ روز پیش پس فرستاده‌ام.",
        answer="حداکثر ۵ روز کاری بعد از رسیدن مرجوعی به انبار، پولتان را برمی‌گردانیم.",
        hits=(("refunds", "پولم کی برمی‌گردد؟", 0.62), ("returns", "چطور کالا را پس بدهم؟", 0.41)),
    ),
    Turn(asks="می‌خواهم با یک نفر حرف بزنم", answer="به یک نفر خبر می‌دهم.", intent="needs_person", confidence=0.95),
)
_TAMIL = (
    Turn(
        asks="என் ஆர்டர் TM-10777 இன்னும் வரவில்லை, எப்போது வரும்?",
        answer="இவற்றில் ஒன்றைத்தான் கேட்கிறீர்களா?",
        hits=(("track-order", "என் ஆர்டர் எங்கே?", 0.55), ("parcel-late-or-lost", "பார்சல் தாமதமானால்?", 0.52)),
    ),
    Turn(asks="ஒருவரிடம் பேச வேண்டும்", answer="ஒருவரை அழைக்கிறேன்.", intent="needs_person", confidence=0.93),
)
