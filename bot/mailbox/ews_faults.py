"""What each of Exchange's own response codes means to the port; nothing else."""

from __future__ import annotations

from bot.mailbox import (
    AccessDenied,
    Ambiguous,
    AuthError,
    CursorExpired,
    MailboxError,
    NotFound,
    Permanent,
    Throttled,
    Unavailable,
)

BUSY = "The Exchange Server is busy and has done nothing."
_QUOTA_WAIT = 600.0

_GONE = {
    "ErrorItemNotFound",
    "ErrorFolderNotFound",
    "ErrorSyncFolderNotFound",
    "ErrorInvalidId",
    "ErrorInvalidIdEmpty",
    "ErrorInvalidIdMalformed",
    "ErrorInvalidIdMalformedEwsLegacyIdFormat",
    "ErrorInvalidIdMonikerTooLong",
    "ErrorInvalidIdStoreObjectIdTooLong",
    "ErrorCannotUseFolderIdForItemId",
    "ErrorCannotUseItemIdForFolderId",
}
_STRANGER = {
    "ErrorAccountDisabled",
    "ErrorLogonAsNetworkServiceFailed",
    "ErrorMailboxLogonFailed",
    "ErrorPasswordChangeRequired",
    "ErrorPasswordExpired",
}
_NOT_ALLOWED = {
    "ErrorAccessDenied",
    "ErrorImpersonateUserDenied",
    "ErrorImpersonationDenied",
    "ErrorImpersonationFailed",
    "ErrorSendAsDenied",
}
_BUSY = {"ErrorServerBusy", "ErrorExceededConnectionCount", "ErrorTooManyObjectsOpened"}
_UNKNOWN_OUTCOME = {
    "ErrorADOperation",
    "ErrorADUnavailable",
    "ErrorConnectionFailed",
    "ErrorConnectionFailedTransientError",
    "ErrorInternalServerError",
    "ErrorInternalServerTransientError",
    "ErrorMailboxFailover",
    "ErrorMailboxMoveInProgress",
    "ErrorMailboxStoreUnavailable",
    "ErrorTimeoutExpired",
    "ErrorBatchProcessingStopped",
    "MalformedResponseError",
    "SOAPError",
    "TransportError",
    "XMLSyntaxError",
}
_MEANWHILE = {"ErrorStaleObject", "ErrorIrresolvableConflict"}


def named(code: str) -> MailboxError:
    """The port's error for one of Exchange's codes (or the class of a broken answer), with a sentence of ours."""
    if code in _GONE:
        return NotFound("The item or folder is not on the Exchange Server any more.")
    if code in _MEANWHILE:
        return Ambiguous("Somebody changed the item at the same moment; it will be looked at again.")
    if code == "ErrorInvalidSyncStateData":
        return CursorExpired("The Exchange Server does not know how far it was read any more.")
    if code in _STRANGER:
        return AuthError(f"The Exchange Server does not accept the account ({code}).")
    if code in _NOT_ALLOWED:
        return AccessDenied(f"The account may not do this in the mailbox ({code}); see the rights it was given.")
    if code in _BUSY:
        return Throttled(BUSY)
    if code == "ErrorSubmissionQuotaExceeded":
        return Throttled("The mailbox has sent as much as it may for now.", _QUOTA_WAIT)
    if code in _UNKNOWN_OUTCOME or not code.startswith("Error"):
        return Unavailable("The Exchange Server did not answer as it should.")
    return Permanent(f"The Exchange Server refused ({code}).")
