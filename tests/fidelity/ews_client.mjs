// Drives the look-alike Exchange Server with the JavaScript port of Microsoft's EWS Managed API.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const ews = createRequire(import.meta.url)("ews-javascript-api");
const told = JSON.parse(process.argv[2]);
const step = async (name, act) => { await act(); console.log(`ok ${name}`); };

const service = new ews.ExchangeService(ews.ExchangeVersion.Exchange2016);
service.Credentials = new ews.WebCredentials(told.username, told.password);
service.Url = new ews.Uri(told.endpoint);
service.ImpersonatedUserId = new ews.ImpersonatedUserId(ews.ConnectingIdType.SmtpAddress, told.mailbox);
const { WellKnownFolderName, PropertySet, BasePropertySet, ItemSchema, EmailMessageSchema, SearchFilter } = ews;
const key = new ews.ExtendedPropertyDefinition(new ews.Guid(told.property_set), "Key", ews.MapiPropertyType.String);

let first;
await step("folders", async () => {
  const inbox = await ews.Folder.Bind(service, WellKnownFolderName.Inbox);
  assert.equal(inbox.TotalCount, 23);
  const folder = new ews.Folder(service);
  folder.DisplayName = "From JavaScript";
  await folder.Save(WellKnownFolderName.MsgFolderRoot);
  const found = await service.FindFolders(
    WellKnownFolderName.MsgFolderRoot,
    new SearchFilter.IsEqualTo(ews.FolderSchema.DisplayName, "From JavaScript"), new ews.FolderView(5));
  assert.equal(found.Folders.length, 1);
});

await step("a list and a filter", async () => {
  const all = await service.FindItems(WellKnownFolderName.Inbox, new ews.ItemView(50));
  assert.equal(all.Items.length, 23);
  const one = await service.FindItems(
    WellKnownFolderName.Inbox, new SearchFilter.IsEqualTo(ItemSchema.Subject, "Number 7"), new ews.ItemView(5));
  assert.equal(one.Items.length, 1);
  first = one.Items[0];
});

await step("MIME", async () => {
  await first.Load(new PropertySet(BasePropertySet.IdOnly, [ItemSchema.MimeContent]));
  assert.match(Buffer.from(first.MimeContent.Content, "base64").toString(), /Subject: Number 7/);
});

await step("changes", async () => {
  const wanted = PropertySet.IdOnly;
  let state = null, seen = 0, more = true;
  while (more) {
    const page = await service.SyncFolderItems(
      new ews.FolderId(WellKnownFolderName.Inbox), wanted, [], 10, ews.SyncFolderItemsScope.NormalItems, state);
    seen += page.Count;
    state = page.SyncState;
    more = page.MoreChangesAvailable;
  }
  assert.equal(seen, 23);
  await first.Load();
  first.Categories.Add("Seen");
  await first.Update(ews.ConflictResolutionMode.AutoResolve);
  const later = await service.SyncFolderItems(
    new ews.FolderId(WellKnownFolderName.Inbox), wanted, [], 10, ews.SyncFolderItemsScope.NormalItems, state);
  assert.equal(later.Count, 1);
});

await step("a keyed draft, sent and found", async () => {
  const message = new ews.EmailMessage(service);
  message.Subject = "From JavaScript";
  message.Body = new ews.MessageBody(ews.BodyType.HTML, "<p>Received.</p>");
  message.ToRecipients.Add("pat@home.example");
  message.SetExtendedProperty(key, "from-javascript");
  await message.Save(WellKnownFolderName.Drafts);
  await message.Load();
  await message.SendAndSaveCopy(WellKnownFolderName.SentItems);
  const found = await service.FindItems(
    WellKnownFolderName.SentItems, new SearchFilter.IsEqualTo(key, "from-javascript"), new ews.ItemView(5));
  assert.equal(found.Items.length, 1);
});

await step("a reply kept as a draft", async () => {
  const message = await ews.EmailMessage.Bind(service, first.Id);
  const reply = message.CreateReply(false);
  reply.BodyPrefix = new ews.MessageBody(ews.BodyType.HTML, "<p>Received.</p>");
  const draft = await reply.Save(WellKnownFolderName.Drafts);
  await draft.Load(new PropertySet(BasePropertySet.FirstClassProperties, [EmailMessageSchema.ToRecipients]));
  assert.equal(draft.ToRecipients.Items[0].Address, "pat@home.example");
});

await step("a move changes the id", async () => {
  const before = first.Id.UniqueId;
  const moved = await first.Move(WellKnownFolderName.DeletedItems);
  assert.notEqual(moved.Id.UniqueId, before);
  await assert.rejects(ews.Item.Bind(service, new ews.ItemId(before)));
});
