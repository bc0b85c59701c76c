import { startChat } from './chat.js';
import { startPhones } from './phones.js';

startChat(document.getElementById('chat'));
startPhones(document.getElementById('phones'), document.getElementById('thread'));
