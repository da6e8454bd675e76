// Drives the look-alike Graph with Microsoft's own JavaScript client and its own sign-in library.
import assert from "node:assert/strict";
import { ClientCertificateCredential, ClientSecretCredential } from "@azure/identity";
import {
  BatchRequestContent, Client, LargeFileUploadTask, PageIterator, FileUpload, RetryHandlerOptions, ResponseType,
} from "@microsoft/microsoft-graph-client";
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js";

const { url, tenant, client: app, secret, certificate, mailbox, key } = JSON.parse(process.argv[2]);
const options = { authorityHost: url, disableInstanceDiscovery: true };
const scopes = ["https://graph.microsoft.com/.default"];
const step = async (name, act) => { await act(); console.log(`ok ${name}`); };

const credential = new ClientSecretCredential(tenant, app, secret, options);
const graph = Client.initWithMiddleware({
  authProvider: new TokenCredentialAuthenticationProvider(credential, { scopes }),
  baseUrl: url, defaultVersion: "v1.0", customHosts: new Set(["localhost"]),
});
const at = (place) => graph.api(`/users/${mailbox}${place}`);
const person = (address) => ({ emailAddress: { address } });

await step("sign in with a certificate", async () => {
  const signed = new ClientCertificateCredential(tenant, app, { certificatePath: certificate }, options);
  assert.ok((await signed.getToken(scopes[0])).token);
});

await step("folders", async () => {
  const made = await at("/mailFolders").post({ displayName: "From JavaScript" });
  await at(`/mailFolders/${made.id}/childFolders`).post({ displayName: "Inside" });
  const found = await at("/mailFolders").filter("displayName eq 'From JavaScript'").get();
  assert.equal(found.value[0].childFolderCount, 1);
  await assert.rejects(at("/mailFolders").post({ displayName: "From JavaScript" }), { code: "ErrorFolderExists" });
});

let first;
await step("every page of a list", async () => {
  const seen = [];
  const page = await at("/mailFolders/inbox/messages").select("id,subject").get();
  await new PageIterator(graph, page, (one) => { seen.push(one); return true; }).iterate();
  assert.equal(seen.length, 23);
  first = seen[0];
});

await step("changes, page by page", async () => {
  const seen = [];
  const page = await at("/mailFolders/inbox/messages/delta").header("Prefer", "odata.maxpagesize=5").get();
  const pages = new PageIterator(graph, page, (one) => { seen.push(one); return true; });
  await pages.iterate();
  assert.equal(seen.length, 23);
  const link = pages.getDeltaLink();
  await at(`/messages/${first.id}`).patch({ categories: ["Seen"] });
  const later = await graph.api(link).get();
  assert.deepEqual(later.value.map((one) => one.categories), [["Seen"]]);
});

await step("MIME", async () => {
  const raw = await at(`/messages/${first.id}/$value`).responseType(ResponseType.TEXT).get();
  assert.match(raw, /Subject: Number/);
});

let reply;
await step("a keyed reply", async () => {
  reply = await at(`/messages/${first.id}/createReply`).post({
    message: {
      body: { contentType: "html", content: "<p>Received.</p>" },
      toRecipients: [person("pat@home.example")],
      internetMessageHeaders: [{ name: "x-loop", value: "1" }],
      singleValueExtendedProperties: [{ id: key, value: "from-javascript" }],
    },
  });
  assert.equal(reply.isDraft, true);
});

await step("attachments, small and by upload session", async () => {
  const place = `/messages/${reply.id}/attachments`;
  await at(place).post({
    "@odata.type": "#microsoft.graph.fileAttachment", name: "a.txt", contentBytes: Buffer.from("abc").toString("base64"),
  });
  const content = new Uint8Array(4 * 1024 * 1024).fill(7);
  const session = await LargeFileUploadTask.createUploadSession(graph, `/users/${mailbox}${place}/createUploadSession`, {
    AttachmentItem: { attachmentType: "file", name: "large.bin", size: content.length },
  });
  const file = new FileUpload(content.buffer, "large.bin", content.length);
  const task = new LargeFileUploadTask(graph, file, session, { rangeSize: 1024 * 1024 });
  await task.upload();
  const all = await at(place).select("name,size").get();
  assert.deepEqual(all.value.map((one) => one.name), ["a.txt", "large.bin"]);
});

await step("sent once and found by its key", async () => {
  await at(`/messages/${reply.id}/send`).post({});
  await assert.rejects(at(`/messages/${reply.id}/send`).post({}), { statusCode: 404 });
  const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${key}' and ep/value eq 'from-javascript')`;
  const found = await at("/mailFolders/sentitems/messages").filter(filter).get();
  assert.equal(found.value.length, 1);
  assert.equal(found.value[0].internetMessageId, reply.internetMessageId);
});

await step("a batch", async () => {
  const headers = { "Content-Type": "application/json" };
  const make = (place, method, body) =>
    new Request(`https://graph.microsoft.com/users/${mailbox}${place}`, { method, headers, body: JSON.stringify(body) });
  const content = new BatchRequestContent([
    { id: "1", request: make(`/messages/${first.id}`, "PATCH", { isRead: true }) },
    { id: "2", request: make(`/messages/${first.id}/move`, "POST", { destinationId: "archive" }), dependsOn: ["1"] },
  ]);
  const answers = await graph.api("/$batch").post(await content.getContent());
  assert.deepEqual(answers.responses.map((one) => one.status).sort(), [200, 201]);
});

await step("categories, settings and rules", async () => {
  await at("/outlook/masterCategories").post({ displayName: "From JavaScript", color: "preset1" });
  assert.equal((await at("/mailboxSettings").get()).timeZone, "GMT Standard Time");
  assert.ok(Array.isArray((await at("/mailFolders/inbox/messageRules").get()).value));
});

await step("refusals", async () => {
  await assert.rejects(graph.api("/me/messages").get(), { statusCode: 400 });
  await assert.rejects(graph.api("/users/chief@pcc.example/messages").get(), { code: "ErrorAccessDenied" });
  await assert.rejects(at("/messages").filter("subject eq 'O'Brien'").get(), { statusCode: 400 });
});
