// Takes orders:  GET /  the catalogue ·  POST /orders/ITEM  → its number ·  GET /orders/NUMBER  → its state

const http = require('node:http');
const { redis } = require('./redis.js');

const instance = Number(process.env.INSTANCE || 1);
const port = Number(process.env.SHOP_PORT || 8090) + instance - 1;

/** Status and content of the answer. */
async function answer(method, path) {
  const order = /^\/orders\/([a-z]+)$/.exec(path);
  const question = /^\/orders\/(\d+)$/.exec(path);
  if (method === 'GET' && path === '/') {
    return [200, { instance, catalogue: await redis('HKEYS', 'catalogue') }];
  } else if (method === 'POST' && order) {
    return take(order[1]);
  } else if (method === 'GET' && question) {
    const state = await redis('HGET', `order:${question[1]}`, 'state');
    return state === null ? [404, { error: `no order ${question[1]}` }] : [200, { number: Number(question[1]), state }];
  }
  return [404, { error: `no ${method} ${path}` }];
}

async function take(item) {
  if ((await redis('HEXISTS', 'catalogue', item)) === 0) {
    return [404, { error: `we have no ${item}` }];
  }
  const number = await redis('INCR', 'orders');
  await redis('HSET', `order:${number}`, 'item', item, 'state', 'ordered');
  // From here on it will be delivered, and only then it is confirmed.
  await redis('LPUSH', 'ordered', number);
  console.log(`order ${number}: ${item}`);
  return [201, { number, state: 'ordered' }];
}

http
  .createServer(async (request, response) => {
    let status, content;
    try {
      [status, content] = await answer(request.method, request.url);
    } catch (error) {
      console.error(`${request.method} ${request.url}: ${error.message}`);
      [status, content] = [503, { error: error.message }];
    }
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(content) + '\n');
  })
  .listen(port, '127.0.0.1', () => console.log(`instance ${instance} listens on http://localhost:${port}/`));
