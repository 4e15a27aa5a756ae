// What the tests have Node do: tasks come as a JSON array on standard input, results go as one to standard output.
import { createHash, createPrivateKey, createPublicKey, createSecretKey, constants, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSigner, createVerifier, httpbis } from 'http-message-signatures';
import * as jose from 'jose';

const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };

const secret = (task) => Buffer.from(task.secret, 'base64');
const privateKey = (task) => createPrivateKey({ key: Buffer.from(task.pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
const publicKey = (task) => createPublicKey({ key: JSON.parse(task.jwk), format: 'jwk' });

// For rsa-pss-sha512 the library leaves the length of the salt to OpenSSL, which takes another one than RFC 9421 §3.3.1 says.
const messageSigner = (task) =>
  task.alg === 'rsa-pss-sha512'
    ? { id: task.keyid, alg: task.alg, sign: async (data) => sign('sha512', data, { key: privateKey(task), ...PSS }) }
    : createSigner(task.secret ? secret(task) : privateKey(task), task.alg, task.keyid);

const messageVerifier = (task) =>
  task.alg === 'rsa-pss-sha512'
    ? async (data, signature) => verify('sha512', data, { key: publicKey(task), ...PSS }, signature)
    : createVerifier(task.secret ? secret(task) : publicKey(task), task.alg);

const tasks = {
  signMessage: async (task) =>
    (
      await httpbis.signMessage(
        {
          key: messageSigner(task),
          name: 'theirs',
          fields: task.fields,
          params: ['created', 'expires', 'nonce', 'keyid', 'alg', 'tag'],
          paramValues: {
            created: new Date(task.created * 1000),
            expires: new Date((task.created + 60) * 1000),
            nonce: 'a nonce with "quotes"',
            tag: 'govshare',
          },
        },
        task.message,
        task.request,
      )
    ).headers,
  verifyMessage: async (task) =>
    httpbis.verifyMessage(
      {
        keyLookup: async ({ keyid }) =>
          keyid === task.keyid ? { id: keyid, algs: [task.alg], verify: messageVerifier(task) } : null,
        requiredParams: ['created', 'keyid', 'alg'],
      },
      task.message,
      task.request,
    ),
  signJws: async (task) =>
    new jose.CompactSign(Buffer.from(task.payload))
      .setProtectedHeader({ alg: task.alg, kid: task.keyid })
      .sign(task.secret ? createSecretKey(secret(task)) : privateKey(task)),
  verifyJws: async (task) => {
    const key = task.secret ? createSecretKey(secret(task)) : await jose.importJWK(JSON.parse(task.jwk), task.alg);
    const { payload } = await jose.compactVerify(task.jws, key, { algorithms: [task.alg] });
    return Buffer.from(payload).toString();
  },
  // What a server does with a proof, RFC 9449 §4.3: the key comes with it, and jose takes none that is private.
  verifyProof: async (task) => {
    const { payload, protectedHeader } = await jose.jwtVerify(task.proof, jose.EmbeddedJWK, {
      typ: 'dpop+jwt',
      algorithms: [task.alg],
      maxTokenAge: 60,
      currentDate: new Date(task.now * 1000),
      requiredClaims: ['jti', 'htm', 'htu', 'iat'],
    });
    return {
      thumbprint: await jose.calculateJwkThumbprint(protectedHeader.jwk),
      members: Object.keys(protectedHeader.jwk).sort(),
      isOfToken: payload.ath === createHash('sha256').update(task.token, 'ascii').digest('base64url'),
      isOfTarget: payload.htu === new URL(task.url).origin + new URL(task.url).pathname,
      claims: payload,
    };
  },
  signProof: async (task) =>
    new jose.SignJWT(task.claims)
      .setProtectedHeader({ typ: 'dpop+jwt', alg: task.alg, jwk: await jose.exportJWK(publicKey(task)) })
      .setJti(crypto.randomUUID())
      .setIssuedAt()
      .sign(privateKey(task)),
  verifyAssertion: async (task) => {
    const { payload } = await jose.jwtVerify(task.jws, await jose.importJWK(JSON.parse(task.jwk), task.alg), {
      algorithms: [task.alg],
      issuer: task.client,
      subject: task.client,
      audience: task.audience,
      maxTokenAge: 60,
      currentDate: new Date(task.now * 1000),
      requiredClaims: ['jti', 'exp'],
    });
    return payload;
  },
};

const results = [];
for (const task of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    results.push({ result: await tasks[task.task](task) });
  } catch (error) {
    results.push({ error: String(error) });
  }
}
process.stdout.write(JSON.stringify(results));
