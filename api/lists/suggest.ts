import { type ColumnMap, findKeyColumn, IGNORE, type ListKind, plainNameOf } from './columns.ts';
import type { ImportKind } from './import-kinds.ts';

/** A column of a file, with some of its values. */
export interface SampledColumn {
  readonly name: string;
  /** Values that aren't empty. */
  readonly values: readonly string[];
}

/** Traits by the plain names of columns, in the languages that exports often have. */
const TRAITS: Readonly<Record<string, readonly string[]>> = {
  email: ['email', 'emailaddress', 'mail', 'emailadresse', 'correo', 'courriel'],
  phone: [
    'phone',
    'phonenumber',
    'mobile',
    'mobilephone',
    'mobilenumber',
    'telephone',
    'tel',
    'telefon',
    'handy',
    'gsm',
  ],
  firstName: ['firstname', 'vorname', 'givenname', 'voornaam', 'prénom', 'prenom', 'nombre'],
  lastName: ['lastname', 'surname', 'familyname', 'nachname', 'achternaam', 'nom', 'apellido', 'apellidos'],
  name: ['name', 'fullname'],
  city: ['city', 'town', 'stadt', 'ort', 'plaats', 'ville', 'ciudad'],
  country: ['country', 'countrycode', 'land', 'pays', 'país'],
  language: ['language', 'locale', 'sprache', 'taal', 'langue', 'idioma'],
  timezone: ['timezone', 'timezonename', 'tz', 'zeitzone'],
  birthday: ['birthday', 'birthdate', 'dateofbirth', 'geburtstag', 'geburtsdatum', 'geboortedatum'],
};

/** Fields of imports that aren't lists of users, by the plain names of columns. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  channel: ['channel', 'medium'],
  topic: ['topic', 'list', 'category'],
  state: ['state', 'status', 'consent', 'optin'],
  reason: ['reason', 'bouncetype'],
  detail: ['detail', 'details', 'note', 'description'],
  until: ['until', 'expires', 'expiresat'],
};

const EMAIL = /^[^\s@]+@[^\s@.]+\.[^\s@]+$/;
const PHONE = /^\+[\d\s().-]{7,20}$/;
const YES_OR_NO = /^(?:yes|no|y|n|true|false|1|0)$/i;
const CONSENT = /consent|optin|subscribe|newsletter|einwilligung/;

const areAll = ({ values }: SampledColumn, pattern: RegExp): boolean =>
  values.length > 0 && values.every((value) => pattern.test(value.trim()));

/** Suggests a target for each column, by its name and then by its values. Each target is used once. */
export function suggestColumns(kind: ImportKind, of: ListKind, columns: readonly SampledColumn[]): ColumnMap {
  const named = findKeyColumn(
    of,
    columns.map(({ name }) => name),
  );
  const keyColumn = named ?? (kind === 'suppressions' ? columns.find((each) => areAll(each, EMAIL))?.name : undefined);
  const taken = new Set<string>([of.column]);
  return Object.fromEntries(
    columns.map((column) => {
      const target = column.name === keyColumn ? of.column : suggestTarget(kind, of, column, taken);
      taken.add(target);
      return [column.name, target];
    }),
  );
}

function suggestTarget(kind: ImportKind, of: ListKind, column: SampledColumn, taken: ReadonlySet<string>): string {
  const rest = kind === 'suppressions' || kind === 'coupons' ? IGNORE : `${of.unmapped}${column.name}`;
  const target = kind === 'list' || kind === 'users' ? suggestOfUser(column) : suggestField(column.name);
  return target === undefined || taken.has(target) || of.targetFlaw(target) !== undefined ? rest : target;
}

function suggestOfUser(column: SampledColumn): string | undefined {
  const plain = plainNameOf(column.name);
  if (CONSENT.test(plain) && areAll(column, YES_OR_NO)) return `consent:${suggestChannel(plain)}`;
  const trait = findByName(TRAITS, plain);
  if (trait !== undefined) return `trait:${trait}`;
  if (areAll(column, EMAIL)) return 'trait:email';
  return areAll(column, PHONE) ? 'trait:phone' : undefined;
}

const suggestChannel = (plain: string): string =>
  ['sms', 'whatsapp', 'push'].find((each) => plain.includes(each)) ?? 'email';

const suggestField = (name: string): string | undefined => findByName(FIELDS, plainNameOf(name));

const findByName = (names: Readonly<Record<string, readonly string[]>>, plain: string): string | undefined =>
  Object.entries(names).find(([, each]) => each.includes(plain))?.[0];
