//! The account that the API key belongs to, and its usage.

use crate::model::account::{AccountInfo, KeyVerification};

crate::record! {
    /// Takes no parameters.
    input VerifyKey {}
}

crate::record! {
    /// Takes no parameters.
    input GetAccountInfo {}
}

crate::actions! {
    {
        name: "verify_key",
        aliases: [],
        title: "Verify the API key",
        description: "Checks that Refiner accepts the API key, and names the environment it belongs to.",
        method: Get,
        path: "/",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: false,
        input: VerifyKey,
        output: KeyVerification,
        anchor: "authentication",
    },
    {
        name: "get_account_info",
        aliases: ["REFINER_GET_ACCOUNT_INFO"],
        title: "Get account information",
        description: "Gets the account's plan, its usage this month and its environments.",
        method: Get,
        path: "/account",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: false,
        input: GetAccountInfo,
        output: AccountInfo,
        anchor: "get-account-info",
    },
}
