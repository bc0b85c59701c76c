import { beforeEach, describe, expect, test } from 'vitest';
import { saveContact } from '../../src/operations/contacts/save.ts';
import { sendWhatsappMessage } from '../../src/operations/messages/send.ts';
import { deleteWhatsappTemplate } from '../../src/operations/templates/delete.ts';
import { getWhatsappTemplate } from '../../src/operations/templates/get.ts';
import { listWhatsappTemplates } from '../../src/operations/templates/list.ts';
import { saveAsWhatsappTemplate } from '../../src/operations/templates/save.ts';
import { useWhatsappTemplate } from '../../src/operations/templates/use.ts';
import { createWorld, type World } from '../support/world.ts';

const ana = '+34600000001';
const shipped = {
  name: 'Order Shipped',
  category: 'notifications',
  body: 'Hello {name|friend}, order {order} is on its way. {shop}',
};

let world: World;
beforeEach(async () => {
  world = await createWorld();
});

describe('save_as_whatsapp_template', () => {
  test('keeps a text with its variables', async () => {
    const saved = await world.invoke(saveAsWhatsappTemplate, shipped);

    expect(saved).toMatchObject({
      ...{ template_id: 1, ...shipped, created: true, source: 'own', status: 'approved' },
      variables: ['name', 'order', 'shop'],
    });
    expect(await world.invoke(getWhatsappTemplate, { id: 1 })).toMatchObject(shipped);
  });

  test('without a text keeps the latest message that was sent, brace for brace', async () => {
    await world.invoke(sendWhatsappMessage, { phone: ana, message: 'First' });
    world.pass(1000);
    await world.invoke(sendWhatsappMessage, { phone: ana, message: 'Your code: {A}' });
    await world.dispatchAll();

    const { body, template_id } = await world.invoke(saveAsWhatsappTemplate, { name: 'Code' });
    await world.invoke(useWhatsappTemplate, { template_id, phone: ana });
    await world.dispatchAll();

    expect(body).toBe('Your code: {{A}}');
    expect(world.bridge.texts).toEqual(['First', 'Your code: {A}', 'Your code: {A}']);
  });

  test('without a text keeps that of a campaign with its variables, if it is the latest', async () => {
    await world.invoke(sendWhatsappMessage, { phone: ana, message: 'First' });
    world.pass(1000);
    await world.campaign('running', [ana]);

    const saved = await world.invoke(saveAsWhatsappTemplate, { name: 'Greeting' });

    expect(saved).toMatchObject({ body: 'Hello {name}', variables: ['name'] });
  });

  test('gives a template of that name the new text, and keeps its category', async () => {
    await world.invoke(saveAsWhatsappTemplate, shipped);

    const again = { name: 'order shipped', body: 'It is on its way.' };
    const saved = await world.invoke(saveAsWhatsappTemplate, again);

    expect(saved).toMatchObject({ template_id: 1, category: 'notifications', created: false });
    expect(await world.invoke(listWhatsappTemplates, {})).toMatchObject({
      ...{ templates: [{ ...again, variables: [] }], total: 1 },
    });
  });

  test.each([
    ['an unclosed brace', { name: 'X', body: 'Hi {name' }, 'character 4'],
    ['an empty text', { name: 'X', body: ' ' }, 'body: is empty'],
    ['no text where nothing was sent', { name: 'X' }, 'Nothing was sent yet: give body'],
  ])('refuses %s', async (_, wrong, sentence) => {
    await expect(world.invoke(saveAsWhatsappTemplate, wrong)).rejects.toThrow(sentence);
  });
});

test('templates are listed by category', async () => {
  await world.invoke(saveAsWhatsappTemplate, shipped);
  await world.invoke(saveAsWhatsappTemplate, { name: 'Hello', body: 'Hello' });

  const names = async (asked: object) => {
    const { templates } = await world.invoke(listWhatsappTemplates, asked);
    return templates.map(({ name }) => name);
  };

  expect(await names({})).toEqual(['Hello', 'Order Shipped']);
  expect(await names({ category: 'Notifications' })).toEqual(['Order Shipped']);
});

describe('use_whatsapp_template', () => {
  beforeEach(() => world.invoke(saveAsWhatsappTemplate, shipped));

  test('fills in what is given, and what is known of the contact', async () => {
    await world.invoke(saveContact, { phone: ana, name: 'Ana', attributes: { order: '1' } });

    const variables = { Order: '4432' };
    const sent = await world.invoke(useWhatsappTemplate, { template_id: 1, phone: ana, variables });
    await world.dispatchAll();

    expect(sent.text).toBe('Hello Ana, order 4432 is on its way. Herald');
    expect(world.bridge.texts).toEqual([sent.text]);
  });

  test('uses defaults for somebody whom nobody knows', async () => {
    const asked = { template_id: 1, phone: ana, variables: { order: '4432' } };

    const sent = await world.invoke(useWhatsappTemplate, asked);

    expect(sent.text).toBe('Hello friend, order 4432 is on its way. Herald');
  });

  test('is refused where a value is missing, and sends no text with holes', async () => {
    const using = world.invoke(useWhatsappTemplate, { template_id: 1, phone: ana });

    await expect(using).rejects.toThrow('No value for order: give it in variables.');
    await world.dispatchAll();
    expect(world.bridge.sentTo).toEqual([]);
  });
});

describe('delete_whatsapp_template', () => {
  test('takes the template away', async () => {
    await world.invoke(saveAsWhatsappTemplate, shipped);

    const deleted = await world.invoke(deleteWhatsappTemplate, { id: 1 });

    expect(deleted).toEqual({ id: 1, name: 'Order Shipped', deleted: true });
    await expect(world.invoke(deleteWhatsappTemplate, { id: 1 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('leaves to WhatsApp what WhatsApp keeps', async () => {
    await world.db
      .insertInto('message_template')
      .values({
        ...{ workspace_id: 1, source: 'cloud', waba_id: '77', name: 'promo', language: 'es' },
        ...{ body: 'Hola {{1}}', components: [] },
      })
      .execute();

    const deleting = world.invoke(deleteWhatsappTemplate, { id: 1 });

    await expect(deleting).rejects.toThrow('kept by WhatsApp');
  });
});
