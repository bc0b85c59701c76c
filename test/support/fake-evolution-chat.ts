import { type Answered, type Call, refused } from './fake-evolution-answers.ts';
import { type FakeEvolutionWorld, type FakeInstance, jidOf } from './fake-evolution-world.ts';

/** The calls about people, chats and the profile; undefined for others. */
export function answerChat(world: FakeEvolutionWorld, call: Call): Answered | undefined {
  const { method, what, body } = call;
  if (!what.startsWith('/chat/')) return undefined;
  const instance = world.instances.get(call.instance);
  if (!instance) return refused(404, `The "${call.instance}" instance does not exist`);
  if (instance.state !== 'open' || instance.isDead) return refused(500, 'Connection Closed');
  switch (`${method} ${what}`) {
    case 'POST /chat/whatsappNumbers':
      return ok((body.numbers as string[]).map((number) => registered(world, number)));
    case 'POST /chat/archiveChat':
      instance.archived.push(body);
      return { status: 201, body: { chatId: body.chat, archived: true } };
    case 'POST /chat/getBase64FromMediaMessage':
      return fileOf(instance, body);
    case 'POST /chat/fetchProfile':
      return ok(profileOf(instance));
    case 'POST /chat/updateProfileName':
      instance.profileName = String(body.name);
      return ok({ update: 'success' });
    case 'POST /chat/updateProfileStatus':
      instance.about = String(body.status);
      return ok({ update: 'success' });
    // PUT, as in older versions.
    case 'PUT /chat/updateProfilePicture':
      instance.picture = String(body.picture);
      return ok({ update: 'success' });
    case 'DELETE /chat/removeProfilePicture':
      delete instance.picture;
      return ok({ update: 'success' });
    default:
      return undefined;
  }
}

function ok(body: unknown): Answered {
  return { status: 200, body };
}

function fileOf({ files }: FakeInstance, body: Call['body']): Answered {
  const { key } = body.message as { key: { id: string } };
  const file = files.get(key.id);
  if (!file) return refused(400, 'Message not found');
  if (file.base64 === '') return refused(400, 'The message is not of the media type');
  return { status: 201, body: { mediaType: 'imageMessage', fileName: `${key.id}.bin`, ...file } };
}

function registered(world: FakeEvolutionWorld, number: string) {
  const exists = !world.isStranger(number);
  return { jid: jidOf(number), exists, number, name: '', ...(exists && { lid: `9${number}@lid` }) };
}

function profileOf({ phone, about, picture }: FakeInstance) {
  return {
    wuid: `${phone}@s.whatsapp.net`,
    name: 'somebody else’s name',
    numberExists: true,
    picture: picture === undefined ? null : 'https://pps.fake/picture',
    status: about ?? null,
    isBusiness: true,
    description: 'Bread',
    website: 'https://bakery.fake',
  };
}
