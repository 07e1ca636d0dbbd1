// As much of Redis as the shop needs: commands over a unix socket, in its protocol RESP 2.

const net = require('node:net');

/** Sends one command on a connection of its own and resolves to its reply. Rejects if Redis is not there, or says no. */
exports.redis = (...words) =>
  new Promise((resolve, reject) => {
    const socket = net.connect('redis.sock');
    let received = '';
    socket.setEncoding('utf8');
    socket.on('connect', () => {
      const parts = words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`);
      socket.write(`*${words.length}\r\n${parts.join('')}`);
    });
    socket.on('data', (data) => {
      received += data;
      const reply = parse(received, 0);
      if (reply) {
        socket.destroy();
        reply.error ? reject(new Error(`redis refuses: ${reply.error}`)) : resolve(reply.value);
      }
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('redis hung up')));
  });

/** The reply that begins at this index, and where it ends; undefined as long as not all of it is there. */
function parse(text, from) {
  const end = text.indexOf('\r\n', from);
  if (end < 0) return undefined;
  const kind = text[from];
  const rest = text.slice(from + 1, end);
  const next = end + 2;
  if (kind === '+') return { value: rest, next };
  if (kind === '-') return { error: rest, next };
  if (kind === ':') return { value: Number(rest), next };
  const length = Number(rest);
  if (length < 0) return { value: null, next };
  // Lengths count bytes; what the shop stores is ASCII, where these are characters.
  if (kind === '$') {
    return text.length < next + length + 2 ? undefined : { value: text.slice(next, next + length), next: next + length + 2 };
  }
  const value = [];
  let at = next;
  while (value.length < length) {
    const item = parse(text, at);
    if (!item) return undefined;
    value.push(item.value);
    at = item.next;
  }
  return { value, next: at };
}
