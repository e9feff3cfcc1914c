import type { MessageChannel } from '../../journey/delivery/channel.ts';

/** The texts of the preference page in one language. `{what}` is a channel or a topic. */
export interface PageTexts {
  readonly title: string;
  readonly subscribed: string;
  readonly unsubscribed: string;
  readonly paused: string;
  readonly unsubscribe: string;
  readonly subscribe: string;
  readonly topics: string;
  readonly save: string;
  readonly pause: string;
  readonly resume: string;
  readonly saved: string;
  readonly invalid: string;
  readonly channels: Readonly<Record<MessageChannel, string>>;
}

const en: PageTexts = {
  title: 'Your preferences',
  subscribed: 'You receive messages by {what}.',
  unsubscribed: 'You receive no more messages by {what}.',
  paused: 'Messages by {what} are paused until {date}.',
  unsubscribe: 'Unsubscribe from {what}',
  subscribe: 'Subscribe to {what} again',
  topics: 'Topics',
  save: 'Save topics',
  pause: 'Pause for 30 days',
  resume: 'End the pause',
  saved: 'Saved.',
  invalid: 'This link isn’t valid. Use the link in a newer message.',
  channels: {
    email: 'email',
    sms: 'SMS',
    push: 'push',
    webPush: 'web push',
    inApp: 'in-app message',
    whatsapp: 'WhatsApp',
  },
};

const de: PageTexts = {
  title: 'Ihre Einstellungen',
  subscribed: 'Sie erhalten Nachrichten per {what}.',
  unsubscribed: 'Sie erhalten keine Nachrichten mehr per {what}.',
  paused: 'Nachrichten per {what} pausieren bis {date}.',
  unsubscribe: '{what} abbestellen',
  subscribe: '{what} wieder erhalten',
  topics: 'Themen',
  save: 'Themen speichern',
  pause: '30 Tage pausieren',
  resume: 'Pause beenden',
  saved: 'Gespeichert.',
  invalid: 'Dieser Link ist ungültig. Verwenden Sie den Link in einer neueren Nachricht.',
  channels: {
    email: 'Mail',
    sms: 'SMS',
    push: 'Push',
    webPush: 'Web-Push',
    inApp: 'In-App-Nachricht',
    whatsapp: 'WhatsApp',
  },
};

const es: PageTexts = {
  title: 'Sus preferencias',
  subscribed: 'Recibe mensajes por {what}.',
  unsubscribed: 'Ya no recibirá mensajes por {what}.',
  paused: 'Los mensajes por {what} están en pausa hasta el {date}.',
  unsubscribe: 'Cancelar la suscripción a {what}',
  subscribe: 'Volver a suscribirse a {what}',
  topics: 'Temas',
  save: 'Guardar temas',
  pause: 'Pausar 30 días',
  resume: 'Terminar la pausa',
  saved: 'Guardado.',
  invalid: 'Este enlace no es válido. Use el enlace de un mensaje más reciente.',
  channels: {
    email: 'correo electrónico',
    sms: 'SMS',
    push: 'push',
    webPush: 'push web',
    inApp: 'mensaje en la aplicación',
    whatsapp: 'WhatsApp',
  },
};

const fr: PageTexts = {
  title: 'Vos préférences',
  subscribed: 'Vous recevez des messages par {what}.',
  unsubscribed: 'Vous ne recevrez plus de messages par {what}.',
  paused: 'Les messages par {what} sont suspendus jusqu’au {date}.',
  unsubscribe: 'Se désabonner : {what}',
  subscribe: 'Se réabonner : {what}',
  topics: 'Thèmes',
  save: 'Enregistrer les thèmes',
  pause: 'Suspendre pendant 30 jours',
  resume: 'Mettre fin à la suspension',
  saved: 'Enregistré.',
  invalid: 'Ce lien n’est pas valide. Utilisez le lien d’un message plus récent.',
  channels: {
    email: 'courriel',
    sms: 'SMS',
    push: 'push',
    webPush: 'push web',
    inApp: 'message dans l’application',
    whatsapp: 'WhatsApp',
  },
};

const nl: PageTexts = {
  title: 'Uw voorkeuren',
  subscribed: 'U ontvangt berichten per {what}.',
  unsubscribed: 'U ontvangt geen berichten meer per {what}.',
  paused: 'Berichten per {what} zijn gepauzeerd tot {date}.',
  unsubscribe: 'Afmelden voor {what}',
  subscribe: 'Weer aanmelden voor {what}',
  topics: 'Onderwerpen',
  save: 'Onderwerpen opslaan',
  pause: '30 dagen pauzeren',
  resume: 'Pauze beëindigen',
  saved: 'Opgeslagen.',
  invalid: 'Deze link is niet geldig. Gebruik de link in een nieuwer bericht.',
  channels: {
    email: 'mail',
    sms: 'sms',
    push: 'push',
    webPush: 'webpush',
    inApp: 'bericht in de app',
    whatsapp: 'WhatsApp',
  },
};

const PAGE_TEXTS: Readonly<Record<string, PageTexts>> = { en, de, es, fr, nl };

/** Languages as a page or a profile names them, best first: `de-CH, fr;q=0.5`. Quality values are in order mostly. */
export function textsFor(asked: readonly (string | undefined)[]): {
  readonly language: string;
  readonly texts: PageTexts;
} {
  const languages = asked.flatMap((text = '') =>
    text.split(',').map((each) => (each.split(';')[0] ?? '').trim().slice(0, 2).toLowerCase()),
  );
  const language = languages.find((each) => Object.hasOwn(PAGE_TEXTS, each)) ?? 'en';
  return { language, texts: PAGE_TEXTS[language] ?? en };
}
