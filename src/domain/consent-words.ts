/**
 * What people write when they want no more messages, or want them again.
 *
 * Entries are separated by commas. (a|b) is one of these, [a|b] one of these or nothing.
 * They are written as people write them: the reader folds case, accents, spacing and
 * punctuation, and drops the fillers at both ends, on an entry and on a message alike.
 *
 * A word is listed bare only if it is no likely answer to something else. Left out on
 * purpose: yes, no, fine (Italian for "end"), red (Turkish), T (Chinese), хватит ("that
 * will do"), chega ("it arrives"), बंद ("closed"), resume (a curriculum vitae), and the
 * words for ending a contract or returning a purchase. "Do not send" says nothing by itself
 * either: it may be about a parcel.
 */
export interface ConsentWords {
  readonly stop: string;
  readonly start: string;
  readonly fillers: string;
}

export const consentLanguages = [
  'en',
  'es',
  'pt',
  'fr',
  'de',
  'it',
  'nl',
  'ru',
  'ar',
  'hi',
  'id',
  'tr',
  'pl',
  'zh',
  'ja',
  'ko',
] as const;

export type ConsentLanguage = (typeof consentLanguages)[number];

/** Under `everywhere`: what carriers and buttons use whatever the language. */
export const consentWords: Readonly<Record<ConsentLanguage | 'everywhere', ConsentWords>> = {
  everywhere: {
    stop: `stop, stop all, unsubscribe [me], opt out, opt me out,
      (stop|unsubscribe|opt out) [from|of] [all] (marketing|messages|promos|promotions|updates)`,
    start: `start, unstop, subscribe, opt in,
      (start|subscribe|opt in) [to] (marketing|messages|promos|promotions|updates)`,
    fillers: 'ok, okay, please, thanks',
  },
  // The first words are those the CTIA obliges every sender to obey.
  en: {
    stop: `end, cancel, quit, revoke, remove, exit, stop (it|this|that|now|everything),
      (stop|end|cancel|unsubscribe from|opt out of) [all] [the|these|your|my]
        (ads|messages|newsletter|notifications|offers|promotions|subscription|texts|updates),
      stop (calling|contacting|messaging|sending|spamming|texting|writing) [me|to me],
      stop sending [me] [any|more|these|your] (ads|messages|offers|promotions|spam|texts),
      (do not|don't) (call|contact|message|text|write|write to) me [again|anymore|any more],
      (do not|don't) send [me] [any|more|any more|these]
        (ads|messages|offers|promotions|texts) [again|anymore],
      (do not|don't) send me anything [again|anymore],
      (no|i (do not|don't) want [any]) more (ads|messages|offers|promotions|spam|texts),
      i (do not|don't|no longer) want [to (get|receive)] [any|these|your] (ads|messages|offers|texts),
      (i want to|i would like to|i'd like to|i wish to|can you|could you) (opt out|unsubscribe [me]),
      [i want to be] removed from (your|the|this) list,
      (remove|delete|take) (me|my number) [(from|off|off of) (your|the|this) [contact|mailing] list],
      take me off, leave me alone`,
    start: `resubscribe [me], restart, start again, (opt|sign) me (in|up) [again],
      (subscribe|add) me [again], subscribe again,
      (start|resume|restart) [sending] [me] [my|the|your] (messages|offers|promotions|texts|updates) [again],
      (i want to|i would like to|i'd like to) (opt in|resubscribe|subscribe) [again],
      i want to (get|receive) [the|your] (messages|offers|promotions|texts|updates) [again]`,
    fillers: `hi, hello, hey, pls, plz, kindly, just, thank you, thx, sorry, sir, madam,
      good morning, good afternoon, good evening`,
  },
  es: {
    stop: `baja, parar, pare, paren, para, cancelar, salir, fin, basta, anular, detener, eliminar,
      [quiero|quisiera|deseo] (dar|darme|darse) de baja, (dame|deme|denme|dadme) de baja, de baja,
      [quiero] (desuscribir|desuscribirme|desuscribirse|desinscribirme),
      (cancelar|anular) [la|mi] suscripción, (detener|parar) [los|las] (mensajes|promociones),
      [ya] no [quiero|deseo] [recibir] más (mensajes|notificaciones|ofertas|promociones|publicidad|spam),
      [ya] no (quiero|deseo) [recibir] [estos|sus|tus] (mensajes|ofertas|promociones|publicidad),
      no me (contacten|escriba|escriban|escribas|molesten) [más|nunca más],
      no me (envíen|envíes|mande|manden|mandes) (más|[más] (mensajes|nada|publicidad)) [más],
      (deja|deje|dejen) de (escribirme|molestar|molestarme|(enviar|enviarme|mandar|mandarme) mensajes),
      (bórrame|bórrenme|elimíname|elimínenme|quítame|quítenme|sácame|sáquenme)
        [de (esta|la|su|tu) lista [de contactos|de difusión]],
      (déjame|déjeme|déjenme) en paz`,
    start: `alta, iniciar, empezar, comenzar, suscribir, suscribirme, suscribirse,
      (suscríbeme|suscríbanme) [otra vez], quiero suscribirme,
      [quiero|quisiera|deseo] (dar|darme|darse) de alta, (dame|deme|denme|dadme) de alta,
      (reanudar|reactivar) [los|mis] mensajes,
      quiero [volver a] recibir [los|las|sus] (mensajes|ofertas|promociones)`,
    fillers: `hola, buenas, buenos días, buenas tardes, buenas noches, por favor, porfavor, porfa,
      favor, gracias, muchas gracias, disculpe, perdón`,
  },
  pt: {
    stop: `sair, parar, pare, parem, para, cancelar, descadastrar, descadastre, remover, desinscrever,
      [quero] (dar baixa|me descadastrar|me desinscrever|sair da lista), (me dê|dê me|quero) baixa,
      (cancelar|cancele) [a|minha] (assinatura|inscrição), (parar|interromper) [as] (mensagens|promoções),
      me (descadastra|descadastre|exclua|remova|remove|retire|tira|tire|tirem)
        [(da|dessa|desta) [sua] lista [de contatos|de transmissão]],
      (descadastre|exclua|remova|retire|tire) me [(da|dessa|desta) [sua] lista],
      não quero [mais] [receber] [mais|as|essas|suas]
        (mensagem|mensagens|ofertas|promoções|propaganda|publicidade),
      não [me] (envie|enviem|mande|mandem) mais [mensagem|mensagens|nada|propaganda],
      não me (envie|enviem|mande|mandem) (mensagem|mensagens|propaganda),
      (pare|parem) de [me] (enviar|mandar) (mensagem|mensagens),
      não me (incomode|incomodem) mais, me (deixe|deixem) em paz`,
    start: `começar, iniciar, inscrever, cadastrar, [quero] me (cadastrar|inscrever),
      me (cadastre|inscreva), inscreva me, (reativar|retomar) [as] mensagens,
      quero [voltar a] receber [as|suas] (mensagens|ofertas|promoções)`,
    fillers: `oi, olá, bom dia, boa tarde, boa noite, por favor, por gentileza, pfv, favor,
      obrigado, obrigada, obg, valeu, desculpe`,
  },
  fr: {
    stop: `arrêt, arrêter, arrêtez, arrête, fin, annuler, désabonner, désabonnement, désinscrire,
      désinscription, stop pub, (se|me) (désabonner|désinscrire),
      je (souhaite|veux|voudrais) me (désabonner|désinscrire) [de (cette|la|votre) liste],
      (désabonne|désabonnez|désinscris|désinscrivez|enlève|enlevez|retire|retirez|supprime|supprimez) moi
        [de (cette|la|votre) liste],
      (arrête|arrêtez) de (m'écrire|me contacter|m'envoyer (ces|des|vos) messages),
      (arrête|arrêter|arrêtez) [ces|la|les|vos] (messages|promotions|pub|pubs|publicités|sms),
      plus de (messages|pub|sms),
      je (ne veux plus [recevoir]|veux plus recevoir) [ces|de|vos] (message|messages|pub|publicités|sms),
      ne m'(écrivez|écris|envoyez) plus [de messages|rien], ne me contactez plus,
      (laisse|laissez) moi tranquille`,
    start: `démarrer, commencer, abonner, réabonner, inscrire, (s'|m')(abonner|inscrire),
      (abonnez|inscrivez|réabonnez) moi, je (souhaite|veux|voudrais) m'(abonner|inscrire),
      reprendre [les] messages,
      je (souhaite|veux|voudrais) [à nouveau] recevoir [les|des|vos] (messages|offres|promotions)`,
    fillers: `bonjour, bonsoir, salut, s'il vous plaît, s'il te plaît, svp, stp, merci, merci beaucoup,
      merci d'avance, veuillez, désolé, madame, monsieur`,
  },
  de: {
    stop: `stopp, stoppen, abmelden, abmeldung, abbestellen, austragen, ende, beenden,
      mich (abmelden|austragen), ich (möchte|moechte|will) (mich (abmelden|austragen)|abgemeldet werden),
      (melde|meldet|melden sie) mich ab, (trag|trage|tragt|tragen sie) mich aus,
      (entferne|entfernt|entfernen sie|lösch|löscht|löschen sie|nehmt|nehmen sie|nimm|streichen sie) mich
        (aus|von) (dem|der|dieser|eurem|eurer|ihrem|ihrer) (liste|verteiler),
      keine (angebote|nachrichten|newsletter|werbung) mehr [schicken|schreiben|senden],
      keine werbung, keine weiteren (angebote|nachrichten),
      ich (möchte|moechte|will) keine [weiteren] (angebote|nachrichten|werbung) [mehr] [bekommen|erhalten],
      (schreib|schreibt|schreiben sie) mir (nicht mehr|nie wieder), nicht mehr schreiben,
      (hör|hört|hören sie) auf, (lass|lasst|lassen sie) mich in ruhe,
      (nachrichten|newsletter|werbung) (abbestellen|beenden|stoppen)`,
    start: `anmelden, abonnieren, starten, [mich] wieder anmelden, mich anmelden,
      (melde|meldet|melden sie) mich [wieder] an, ich (möchte|moechte|will) mich [wieder] anmelden,
      [ich (möchte|moechte|will)] wieder nachrichten (bekommen|erhalten)`,
    fillers: `hallo, moin, servus, guten tag, guten morgen, guten abend, bitte, danke, danke schön,
      dankeschön, vielen dank, liebe grüße, lg, mfg`,
  },
  it: {
    stop: `basta, annulla, cancella, cancellami, cancellatemi, disiscrivi, disiscrivimi, disiscrivermi,
      disiscrizione, ferma, revoca, (voglio|vorrei) (cancellarmi|disiscrivermi),
      (cancellami|cancellatemi|eliminami|eliminatemi|rimuovimi|rimuovetemi|toglimi|toglietemi)
        [(dalla|da questa) [tua|vostra] lista],
      (annulla|cancella) [la [mia]|l'] iscrizione, (basta|stop) [con i] (messaggi|promozioni|pubblicità),
      non voglio [più] [ricevere] [altri|i vostri|più|questi] (messaggi|promozioni|pubblicità|sms),
      non (contattatemi|inviatemi|mandatemi|scrivetemi|scrivermi) più [messaggi|niente|nulla],
      non mi (contattate|scrivere|scrivete) più, (smettetela|smettila) [di scrivermi],
      lasciatemi in pace`,
    start: `inizia, iscrivimi, iscrivetemi, iscrivermi, (voglio|vorrei) iscrivermi,
      riprendi [i] messaggi, (voglio|vorrei) ricevere [i|i vostri|le] (messaggi|offerte|promozioni)`,
    fillers: `ciao, salve, buongiorno, buonasera, per favore, per piacere, per cortesia, grazie,
      grazie mille, scusa, scusate`,
  },
  nl: {
    stop: `stoppen, afmelden, afmelding, uitschrijven, uitschrijving, einde, annuleren,
      ik wil [me|mij] (afmelden|uitschrijven), meld (me|mij) af, schrijf (me|mij) uit,
      (haal|verwijder) (me|mij) (uit|van) (de|deze|jullie|uw) lijst,
      [ik wil] geen (berichten|reclame) meer [ontvangen|sturen],
      stuur (me|mij) (geen berichten|niets) meer, stop met (appen|berichten [sturen]|sturen),
      laat (me|mij) met rust`,
    start: `starten, aanmelden, inschrijven, abonneren, ik wil [me|mij] [weer] (aanmelden|inschrijven),
      meld (me|mij) [weer] aan, schrijf (me|mij) [weer] in, ik wil [weer] berichten ontvangen`,
    fillers: `hallo, hoi, goedemorgen, goedemiddag, goedenavond, goedendag, alsjeblieft, alstublieft, aub,
      graag, dank je, dank u, dankjewel, bedankt, groetjes`,
  },
  ru: {
    stop: `стоп, отписка, отписаться, отпишись, отмена, отказ, отказаться, прекратите,
      (отпишите|отписать) [меня] [от рассылки], (отписаться|отказаться) от (рассылки|сообщений),
      (отмена|отменить) (подписки|подписку|рассылки|рассылку), хочу отписаться,
      (удали|удалите|убери|уберите) меня [из [вашей|вашего] (базы|рассылки|списка)],
      [больше] не (пиши|пишите) [мне] [больше], больше не (присылайте|шлите) [мне],
      не (отправляйте|присылай|присылайте|шлите) [мне] [больше] (ничего|рекламу|рассылку|сообщения),
      [я] [больше] не хочу [больше] получать [ваши|эти] (рассылку|рекламу|сообщения),
      (перестаньте|прекратите|хватит) [мне] (писать|слать|спамить|присылать [рекламу|сообщения]),
      оставьте меня в покое`,
    start: `старт, начать, подписка, подписаться, [снова] (подпишите|подписать) [меня], хочу подписаться,
      возобновить [подписку|рассылку], хочу [снова] получать [ваши] (рассылку|сообщения)`,
    fillers: `здравствуйте, добрый день, добрый вечер, доброе утро, привет, пожалуйста, плиз, прошу,
      спасибо, благодарю, извините`,
  },
  ar: {
    stop: `توقف, توقفوا, إيقاف, أوقف, أوقفوا, وقف, قف, ستوب, إلغاء, خروج, انسحاب,
      [أريد|ارغب في] إلغاء (الاشتراك|اشتراكي), ألغوا اشتراكي,
      (إيقاف|أوقف|أوقفوا|وقف|وقفوا) [إرسال] (الرسائل|الإعلانات),
      لا (أريد|أرغب في) [استلام|تلقي] [أي|المزيد من|هذه] (رسائل|الرسائل|رسائلكم|إعلانات|الإعلانات),
      لا (تراسلني|تراسلوني), لا (ترسل|ترسلوا) [لي] [أي|المزيد من] (رسائل|الرسائل),
      (احذفني|احذفوني|أزيلوني|شيلوني) [من (القائمة|قائمتكم)], (احذف|احذفوا) رقمي`,
    start: `ابدأ, ابدء, بدء, ستارت, اشترك, اشتراك, الاشتراك, أريد الاشتراك,
      (تفعيل|استئناف) (الاشتراك|الرسائل), أريد (استلام|تلقي) الرسائل`,
    fillers: `من فضلك, من فضلكم, لو سمحت, لو سمحتم, رجاء, الرجاء, أرجو, بليز, شكرا, شكرا لكم,
      مرحبا, أهلا, السلام عليكم, صباح الخير, مساء الخير`,
  },
  hi: {
    stop: `स्टॉप, रोकें, रोको, रोक (दें|दो), रद्द, रद्द (करें|करो), अनसब्सक्राइब [करें|करो],
      [मैसेज|मेसेज|संदेश] बंद (करें|करो|कीजिए|कर दें|कर दो),
      [मुझे] [और] (मैसेज|मेसेज|संदेश) (मत|न|ना) (भेजें|भेजो|भेजिए),
      मुझे [और] (मैसेज|मेसेज|संदेश) नहीं चाहिए, सदस्यता (रद्द|समाप्त) [करें|करो],
      मुझे [अपनी|इस] (लिस्ट|सूची) से (निकालें|हटाएं|हटाओ|हटा दो),
      [message|msg] band (karo|kar do|kijiye), rok do,
      [mujhe] (message|msg) (mat bhejo|mat bhejiye|nahi chahiye), unsubscribe karo`,
    start: `(शुरू|शुरु), [फिर से] (शुरू|शुरु) (करें|करो), स्टार्ट, [फिर से] चालू (करें|करो),
      सब्सक्राइब [करें|करो], सदस्यता लें, (shuru|chalu) karo`,
    fillers: `कृपया, प्लीज, धन्यवाद, शुक्रिया, नमस्ते, नमस्कार, हेलो, जी, भाई, kripya, dhanyavad,
      shukriya, namaste, ji, bhai`,
  },
  id: {
    stop: `berhenti, henti, hentikan, setop, unreg, batal, batalkan, keluar,
      (batal|batalkan|berhenti|hentikan) (berlangganan|langganan),
      (hentikan|setop|stop) [kirim|mengirim] (pesan|promo|promosi),
      jangan (kirim|kirimi saya|mengirim) (lagi|(pesan|promo|promosi|wa) [lagi]), jangan hubungi [saya] [lagi],
      [saya] tidak (ingin|mau) [menerima|terima] (pesan|promo|promosi) [lagi],
      hapus (saya|nomor saya) [dari (daftar|list)]`,
    start: `mulai, mulai lagi, daftar, daftarkan saya, langganan, berlangganan, mulai (berlangganan|langganan),
      [saya] (ingin|mau) (berlangganan|menerima pesan)`,
    fillers: `tolong, mohon, terima kasih, makasih, trims, halo, hai, permisi, maaf, kak, min, pak, bu, ya,
      dong, selamat pagi, selamat siang, selamat sore, selamat malam, assalamualaikum`,
  },
  tr: {
    stop: `dur, durdur, durdurun, iptal, iptal (et|edin), ret, çık, çıkış,
      [listeden|üyelikten|abonelikten] (çık|çıkmak istiyorum), (abonelik|aboneliği|aboneliğimi) iptal [et|edin],
      beni [bu] listeden (çıkar|çıkarın|sil|silin), mesajları (durdur|durdurun),
      [bana] [artık|bir daha] mesaj (atma|atmayın|gönderme|göndermeyin|yollamayın),
      [artık] (mesaj|reklam) [almak] istemiyorum, rahatsız etmeyin`,
    start: `başla, başlat, başlatın, abone ol, abone olmak istiyorum, kaydol, üye ol, yeniden başlat,
      [yeniden] mesaj almak istiyorum`,
    fillers: `lütfen, teşekkürler, teşekkür ederim, sağol, sağolun, merhaba, selam, iyi günler, günaydın,
      iyi akşamlar, pardon`,
  },
  pl: {
    stop: `koniec, zakończ, anuluj, wypisz, wypisać, wyrejestruj, odsubskrybuj, rezygnacja, rezygnuję,
      cofam zgodę, (usuń|usuńcie|wykreśl|wykreślcie|wypisz|wypiszcie) mnie [z [tej|waszej] listy],
      proszę mnie (usunąć|wypisać) [z [tej|waszej] listy], proszę o wypisanie,
      nie (pisz|piszcie) [do mnie] [więcej],
      nie (przysyłaj|przysyłajcie|wysyłaj|wysyłajcie) [mi] (więcej|[już|więcej] (reklam|wiadomości)),
      nie chcę [już] [więcej] [dostawać|otrzymywać] [więcej|tych|waszych] (ofert|reklam|wiadomości),
      (przestań|przestańcie) [do mnie] (pisać|wysyłać)`,
    start: `zapisz, (zapisz|zapiszcie) mnie, wznów, subskrybuj, dołącz, rozpocznij,
      chcę [znowu] (dostawać|otrzymywać) wiadomości`,
    fillers: `proszę, dziękuję, dzięki, dzień dobry, dobry wieczór, cześć, hej, witam, przepraszam,
      pozdrawiam`,
  },
  zh: {
    stop: `td, 停, 取消, [请|請](退订|退訂|取消订阅|取消訂閱|停止|停止发送|停止發送|拒收)[谢谢|謝謝|吧],
      [请|請](不要|别|別)再(发|發|给我发|給我發)[短信|消息|讯息|訊息][了],
      [请|請](不要|别|別)再(打扰我|打擾我|联系我|聯絡我)[了], 不要(发|發)[短信|消息|訊息]了,
      我不(想|要)[再]收到[你们的|你們的|这些|這些](短信|消息|信息|訊息)[了],
      [请|請][把|将|將]我[从|從](名单|名單|列表)[中|里|裡](删除|刪除|移除), 我要(退订|退訂)`,
    start: `[请|請|我要](订阅|訂閱), 开始, 開始, 开始接收, 開始接收, 恢复, 恢復, (恢复|重新)订阅, (恢復|重新)訂閱`,
    fillers: '请, 請, 谢谢, 謝謝, 你好, 您好, 麻烦, 麻煩',
  },
  ja: {
    stop: `(停止|解除|中止)[してください|お願いします], キャンセル, ストップ, 受信拒否, 退会[します|したい|したいです|希望],
      (登録|購読)[を]解除[してください|お願いします], リストから(外して|削除して)[ください],
      (配信|メッセージ|通知)[を|の](停止|中止)[して|してください|お願いします|希望],
      (配信|メッセージ|通知)[を|は](やめて|止めて|不要)[ください|です], (やめて|止めて)[ください],
      (もう|[もう](メッセージ|メール)[を])(送らないで|送ってこないで)[ください]`,
    start: `開始, 再開, スタート, 登録, 登録します, 再登録, 購読, 購読します,
      配信[を](開始|再開|希望)[してください|します|お願いします]`,
    fillers: 'すみません, お願いします, ありがとう, ありがとうございます, こんにちは, どうも',
  },
  ko: {
    stop: `거부, 중지, 중단, 정지, 해지, 취소, 그만, 그만하세요, 스톱, 스탑,
      수신 거부 [요|할게요|합니다|해주세요], 구독 (중지|취소|해지) [할게요|합니다|해주세요],
      (광고|메세지|메시지|문자|알림) [좀] (거부|그만|중단|중지) [해주세요],
      [광고|메세지|메시지|문자] [좀] 그만 (보내세요|보내요|보내주세요),
      (이제|더 이상|[더 이상] (광고|메세지|메시지|문자)) 보내지 (마|마세요|말아주세요),
      수신 원하지 않습니다, 연락하지 마세요`,
    start: `시작, 재개, 스타트, 구독, 구독 (할게요|합니다|해주세요), 수신 (동의|재개|허용) [합니다],
      다시 (구독|받기|받을게요|시작)`,
    fillers: '안녕하세요, 감사합니다, 고맙습니다, 제발, 죄송합니다, 부탁드립니다, 부탁해요',
  },
};

/**
 * Ordinary words that stand one slip, or one doubled letter, away from a word above. They
 * are never taken for it; some (wpisz: sign me up, wypisz: sign me off) mean the opposite.
 */
export const ordinaryWords = `cancels, cancer, chancel, eliminate, evoke, recover, remote, removed, removes,
  restarts, revoked, revokes, started, stoop, stopped, stopper, subscribed, subscriber, subscribes,
  angular, cancelé, cancelo, canceló, comentar, empeñar, inicial, parra, restar, retener, salame,
  abonné, abonnée, abonnez, annule, annulé, annulée, annules, commence, commencé, commenter, inscrite,
  auftragen, beendet, blenden, finn, shoppen, starren, starter, startet, stopfen, toppen,
  cancelli, cancello, inizi, inizio, inserire, riscrivimi, scrivermi, scrivetemi, scrivimi,
  annullo, eend, staten, straten, durdu, başlar, napisz, odłącz, połącz, wpisać, wpisz, zapis, zapisy,
  качать, начат, описаться, описка, отмены, отмену, отменю`;
