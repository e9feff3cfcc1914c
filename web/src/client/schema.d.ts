// Written by `npm run client` from the API's OpenAPI.
export interface paths {
    "/v1/journeys/{id}/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get live counts by node: waiting, held, stuck and passed
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/counts/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream live counts
         * @description Server-sent events. `counts`: the schema LiveCounts, first with all nodes, then at most once a second with the changed ones. `away`: the counts can’t be read at the moment. The stream ends after ten minutes, which checks the key again: reconnect. Needs a key with the scope `read`.
         */
        get: operations["streamCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/track": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record an event of a user: {userId, event, properties}
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["track"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/t": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alias of `POST /v1/track` for browser clients
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["trackShort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the traits of a user: {userId, traits}
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["identify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/i": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alias of `POST /v1/identify` for browser clients
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["identifyShort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/page": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a page view as the event "Page Viewed"
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["page"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/p": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alias of `POST /v1/page` for browser clients
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["pageShort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/screen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a screen view as the event "Screen Viewed"
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["screen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/s": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alias of `POST /v1/screen` for browser clients
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["screenShort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/group": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the trait `group` of a user: {userId, groupId, traits}
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/g": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alias of `POST /v1/group` for browser clients
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["groupShort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alias": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accepted for compatibility; has no effect
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["alias"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/a": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alias of `POST /v1/alias` for browser clients
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["aliasShort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record many messages at once: {batch: [{type, userId, …}]}
         * @description At most 1000 messages and 512000 bytes. Messages that are malformed or can't be kept exactly are listed in `rejected`; the others are accepted. Needs a key with the scope `ingest`.
         */
        post: operations["batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/b": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alias of `POST /v1/batch` for browser clients
         * @description At most 1000 messages and 512000 bytes. Messages that are malformed or can't be kept exactly are listed in `rejected`; the others are accepted. Needs a key with the scope `ingest`.
         */
        post: operations["batchShort"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alias of `POST /v1/batch` for browser clients
         * @description At most 1000 messages and 512000 bytes. Messages that are malformed or can't be kept exactly are listed in `rejected`; the others are accepted. Needs a key with the scope `ingest`.
         */
        post: operations["import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projects/{key}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the settings that Segment's browser client loads
         * @description Tells analytics.js to send to this host. The key in the path is the write key. Needs a key with the scope `ingest`.
         */
        get: operations["getSegmentSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sourceConfig": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the source that RudderStack's browser and mobile clients load
         * @description It is enabled and has no destinations. Also served as `/sourceConfig/`. Needs a key with the scope `ingest`.
         */
        get: operations["getRudderStackSource"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/beacon/v1/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Alias of `POST /v1/batch` for pages that are being left
         * @description At most 1000 messages and 512000 bytes. Needs a key with the scope `ingest`.
         */
        post: operations["beaconBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/1/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record events, profiles and device tokens in CleverTap's format
         * @description For CleverTap's clients. At most 1000 records and 512000 bytes. The key is the passcode; any account ID is accepted. A record with `ts` counts once, however often it is sent. Needs a key with the scope `ingest`.
         */
        post: operations["uploadToCleverTap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/1/profile.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a user's profile in CleverTap's format
         * @description For CleverTap's clients. `events` and `platformInfo` are left out. Needs a key with the scope `read`.
         */
        get: operations["getCleverTapProfile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/1/delete/profiles.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase users, asked in CleverTap's format
         * @description For CleverTap's clients. See eraseUser. Unknown users are skipped. Needs a key with the scope `admin`.
         */
        post: operations["deleteCleverTapProfiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/1/subscribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suppress addresses and lift suppressions, asked in CleverTap's format
         * @description For CleverTap's clients. `Unsubscribe` suppresses an address for all users who have it. `Resubscribe` lifts only suppressions that were made by hand or by an import. It never lifts one after a bounce or a complaint. Needs a key with the scope `operate`.
         */
        post: operations["subscribeCleverTap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batch/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record events in PostHog's format
         * @description For PostHog's clients. The key is the project's `api_key`. One event has at most 32768 bytes, a batch 1000 events and 512000 bytes. `$identify` and `$set` change traits, `$pageview` is the event "Page Viewed", and other names lose their `$`. `$set_once` has no effect. Also served as `/batch`, `/capture`, `/capture/`, `/e`, `/e/`, `/i/v0/e`, `/i/v0/e/`, `/track`, `/track/`. Needs a key with the scope `ingest`.
         */
        post: operations["captureFromPostHog"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flags/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer PostHog's clients that there are no feature flags
         * @description Also served as `/flags`, `/decide`, `/decide/`. Needs a key with the scope `ingest`.
         */
        post: operations["getPostHogFlags"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/array/{token}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the configuration of PostHog's browser client: everything but events is off
         * @description Needs a key with the scope `ingest`.
         */
        get: operations["getPostHogConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/array/{token}/config.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the configuration of PostHog's browser client as a script
         * @description Needs a key with the scope `ingest`.
         */
        get: operations["getPostHogConfigScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change traits of a user in Customer.io's format
         * @description For Customer.io's clients. `unsubscribed` also sets the consent of every channel. Needs a key with the scope `ingest`.
         */
        put: operations["identifyCustomer"];
        post?: never;
        /**
         * Erase a user, asked in Customer.io's format
         * @description For Customer.io's clients. See eraseUser. An unknown user is fine. Needs a key with the scope `admin`.
         */
        delete: operations["deleteCustomer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record an event of a user in Customer.io's format: {name, data}
         * @description For Customer.io's clients. Repeats of an `id` are ignored. Needs a key with the scope `ingest`.
         */
        post: operations["trackCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record an event of an anonymous user in Customer.io's format: {name, data, anonymous_id}
         * @description For Customer.io's clients. Needs a key with the scope `ingest`.
         */
        post: operations["trackAnonymousCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Register a device of a user in Customer.io's format: {device: {id, platform}}
         * @description For Customer.io's clients. Needs a key with the scope `ingest`.
         */
        put: operations["addCustomerDevice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/devices/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Stop sending to a device of a user, asked in Customer.io's format
         * @description For Customer.io's clients. Needs a key with the scope `ingest`.
         */
        delete: operations["deleteCustomerDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/suppress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a user's consent to no for every channel, asked in Customer.io's format
         * @description For Customer.io's clients. The user's own choices stay. Needs a key with the scope `ingest`.
         */
        post: operations["suppressCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}/unsuppress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back `suppress`, asked in Customer.io's format
         * @description For Customer.io's clients. The user's own choices stay. Needs a key with the scope `ingest`.
         */
        post: operations["unsuppressCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/merge_customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accepted for Customer.io's clients; has no effect
         * @description Needs a key with the scope `ingest`.
         */
        post: operations["mergeCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/push/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accepted for Customer.io's clients; has no effect
         * @description Also served as `/api/v1/metrics`. Needs a key with the scope `ingest`.
         */
        post: operations["trackCustomerPush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/callbacks/{channel}/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Answer a provider's handshake, or take a callback
         * @description Takes reports and replies from a chosen provider, in its own format and with its signature. Answers once they are stored; repeats are ignored. Enter this route's URL at the provider. No key is needed.
         */
        get: operations["takeCallbackByGet"];
        put?: never;
        /**
         * Take a callback of a provider
         * @description Takes reports and replies from a chosen provider, in its own format and with its signature. Answers once they are stored; repeats are ignored. Enter this route's URL at the provider. No key is needed.
         */
        post: operations["takeCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/o/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The image that shows that a message was opened
         * @description No key is needed.
         */
        get: operations["trackOpen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/t/c/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The link of a message, which leads to where it was meant to
         * @description No key is needed.
         */
        get: operations["trackClick"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/l/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The short link of an SMS, which leads to where it was meant to
         * @description No key is needed.
         */
        get: operations["trackShortLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{key}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report delivery or engagement of a message
         * @description Records an event of the recipient. Nodes that wait for it continue, and entries, goals and exits can use it. Needs a key with the scope `ingest`.
         */
        post: operations["reportMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{id}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a token that opens the in-app feed of one user
         * @description Call this from your own service, for the user who is signed in there, and pass the token to their browser or app. It ends when the API key that created it is revoked. Needs a key with the scope `ingest`.
         */
        post: operations["createUserToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the user's in-app messages, newest first
         * @description Needs a user token.
         */
        get: operations["listFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/read-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark all items up to one as read
         * @description Needs a user token.
         */
        post: operations["readWholeFeed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/{id}/{action}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark an item as read, unread or clicked, or archive it
         * @description `read` is reported as `$message.viewed`, and `click`, which also reads it, as `$message.clicked`. Needs a user token.
         */
        post: operations["changeFeedItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow the feed as server-sent events
         * @description Sends the event `feed` with `{"unread": 3}` at first and about a second after each change. Needs a user token.
         */
        get: operations["streamFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/u/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a user's preferences; changes nothing
         * @description No key is needed.
         */
        get: operations["showPreferences"];
        put?: never;
        /**
         * Unsubscribe in one click, or save a form of the preference page
         * @description The body `List-Unsubscribe=One-Click` unsubscribes at once (RFC 8058). Repeats change nothing. No key is needed.
         */
        post: operations["changePreferences"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what a user allows, by channel and topic, with its history
         * @description Needs a key with the scope `read`.
         */
        get: operations["getConsents"];
        /**
         * Store what a user said about channels and topics
         * @description Channels and topics that are left out stay as they are. A no anywhere is a no. Needs a key with the scope `ingest`.
         */
        put: operations["putConsents"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/consents/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import consents
         * @description CSV with a header, or NDJSON: `userId`, `channel`, `topic` (empty: the whole channel) and `state` (`yes` or `no`). Other columns are stored as proof. Rows are stored while the file arrives. Repeating an import changes nothing. A yes doesn’t replace a no that users gave themselves by a link, a keyword or their provider. Needs a key with the scope `operate`.
         */
        post: operations["importConsents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a file before importing it
         * @description Shows how the file is read, its first rows, and a suggested target for each column. Changes nothing. Send the file, or its first 256 KB with `part=true`; a workbook has to be sent whole. Needs a key with the scope `read`.
         */
        post: operations["previewImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import users with their traits and consents
         * @description CSV with a header, NDJSON, or an Excel workbook. The column `userId` names the user; other columns become traits. `columns` maps columns to `userId`, `trait:<name>`, `consent:<channel>`, `consent:<channel>/<topic>` or `ignore`. In NDJSON, traits are inline or in `traits`. Unknown users are created. Nobody enters a journey by a list, but journeys and segments that listen to these traits see the changes. Rows are stored while the file arrives. Needs a key with the scope `operate`.
         */
        post: operations["importUsers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List suppressed addresses, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listSuppressions"];
        put?: never;
        /**
         * Suppress addresses, so that they get no more messages
         * @description Needs a key with the scope `operate`.
         */
        post: operations["suppressAddresses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import suppressed addresses
         * @description CSV with a header, or NDJSON. `address` is required. `channel` defaults to `email` if the address has an `@`. `reason` is `hard-bounce`, `soft-bounces`, `complaint` or `manual`, the default. `detail` and `until` (ISO 8601) are optional. Other columns are ignored, so you can import an export. Rows are stored while the file arrives. Repeating an import changes nothing. Needs a key with the scope `operate`.
         */
        post: operations["importSuppressions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export suppressed addresses as CSV, oldest first
         * @description Erased users are left out: only the hashes of their addresses are stored. Needs a key with the scope `read`.
         */
        get: operations["exportSuppressions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/suppressions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Lift a suppression
         * @description Needs a key with the scope `operate`.
         */
        delete: operations["liftSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/enter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enter a user into a journey
         * @description Answers immediately with the instance, or with the reason why there is none. Needs a key with the scope `ingest`.
         */
        post: operations["enterJourney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instances/{id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause, resume, retry, skip, move, migrate or end one instance
         * @description Waits up to 5 seconds for the result. Needs a key with the scope `operate`.
         */
        post: operations["commandInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/commands/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the state of a command
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCommand"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a journey: its running version and counts by node
         * @description Send its ETag as If-Match when you publish the next version. Needs a key with the scope `read`.
         */
        get: operations["getJourney"];
        /**
         * Publish a journey document as its next version
         * @description Current users stay on their version. A new journey runs immediately. Publishing the same document again returns the same version. Needs a key with the scope `author`.
         */
        put: operations["publishJourney"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate a document without publishing it
         * @description Needs a key with the scope `author`.
         */
        post: operations["validateJourney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mjml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compile MJML to HTML, without rendering its Liquid
         * @description Uses the same compiler as messages with `content.mjml`. Stores nothing. Needs a key with the scope `read`.
         */
        post: operations["compileMjml"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List journeys by ID, name or figures
         * @description Needs a key with the scope `read`.
         */
        get: operations["listJourneys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List versions of a journey, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the document of a version
         * @description Needs a key with the scope `read`.
         */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users who were refused entry, with reasons, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listRefusals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a journey
         * @description Nobody enters and nothing is sent. The policy decides what happens to current instances: `hold-clock` moves deadlines by the length of the pause, `send-on-resume` sends overdue messages when it ends, `skip` skips them. Goals and exits still end instances. Needs a key with the scope `operate`.
         */
        post: operations["pauseJourney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused journey
         * @description Held instances continue in batches, so that other users don't wait behind them. Needs a key with the scope `operate`.
         */
        post: operations["resumeJourney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a journey now or after current instances finish
         * @description Once answered, nothing more is sent (`now`) or nobody else enters (`drain`). Needs a key with the scope `operate`.
         */
        post: operations["stopJourney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a scheduled, completed or stopped journey
         * @description Needs a key with the scope `operate`.
         */
        post: operations["startJourney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a completed or stopped journey, or a draft
         * @description Needs a key with the scope `operate`.
         */
        post: operations["archiveJourney"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start, pause, resume, stop or archive several journeys
         * @description Each journey gets its own result. With `dryRun=true`, nothing changes and the answer shows what would happen. Needs a key with the scope `operate`.
         */
        post: operations["changeJourneys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List templates and content blocks by ID
         * @description Needs a key with the scope `read`.
         */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the templates in a document, and the content blocks that they render
         * @description Use it to preview and rehearse drafts. Unknown templates are left out. Needs a key with the scope `read`.
         */
        post: operations["takeTemplates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a template
         * @description Send its ETag as If-Match when you update it. Needs a key with the scope `read`.
         */
        get: operations["getTemplate"];
        /**
         * Create a template, or add a version
         * @description A journey keeps sending the version it was published with. Publish the journey again to send the new version. Needs a key with the scope `author`.
         */
        put: operations["putTemplate"];
        post?: never;
        /**
         * Delete a template
         * @description You can’t delete a template while a running journey, a live instance or another template uses it. Needs a key with the scope `author`.
         */
        delete: operations["deleteTemplate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a template, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listTemplateVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List journeys, drafts and templates that use a template
         * @description Needs a key with the scope `read`.
         */
        get: operations["listTemplateUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalogs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List catalogs with their item counts
         * @description Needs a key with the scope `read`.
         */
        get: operations["listCatalogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalogs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create or rename a catalog
         * @description Needs a key with the scope `author`.
         */
        put: operations["putCatalog"];
        post?: never;
        /**
         * Delete a catalog and its items
         * @description Messages whose templates use the catalog fail from then on. Needs a key with the scope `author`.
         */
        delete: operations["deleteCatalog"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalogs/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add or replace items in a catalog
         * @description CSV with a header, or NDJSON. The column `key` names the item, and the other columns are its fields. Items that aren’t in the upload are kept. Unreadable rows are listed, and the other rows are imported. Needs a key with the scope `author`.
         */
        post: operations["importCatalogItems"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalogs/{id}/items/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a catalog item
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCatalogItem"];
        put?: never;
        post?: never;
        /**
         * Delete a catalog item
         * @description Needs a key with the scope `author`.
         */
        delete: operations["deleteCatalogItem"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coupons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List coupon lists with their number of available codes
         * @description Needs a key with the scope `read`.
         */
        get: operations["listCouponLists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coupons/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create or change a coupon list
         * @description Needs a key with the scope `author`.
         */
        put: operations["putCouponList"];
        post?: never;
        /**
         * Delete a coupon list and its available codes
         * @description Messages whose templates use the list fail from then on. Drawn codes remain: if you create the list again and import the same codes, no drawn code goes to another message. Needs a key with the scope `author`.
         */
        delete: operations["deleteCouponList"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/coupons/{id}/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add codes to a coupon list
         * @description CSV with a column `code`, or NDJSON. Codes that are already in the list don’t change, so you can repeat an upload. The same goes for codes that were drawn before the list was deleted and created again. Needs a key with the scope `author`.
         */
        post: operations["importCoupons"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the draft of a journey
         * @description Needs a key with the scope `read`.
         */
        get: operations["getDraft"];
        /**
         * Save the draft of a new or existing journey
         * @description At most 1 MB. A journey with only a draft has the state `draft`. Needs a key with the scope `author`.
         */
        put: operations["saveDraft"];
        post?: never;
        /**
         * Discard a draft
         * @description Needs a key with the scope `author`.
         */
        delete: operations["deleteDraft"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/experiments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a journey’s experiments and the results of their paths
         * @description Needs a key with the scope `read`.
         */
        get: operations["listExperiments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/experiments/{experiment}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List changes of an experiment, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listExperimentChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/experiments/{experiment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change the mode or manual weights of a running experiment
         * @description Assigned users stay on their path. Changes appear in the change log and the audit log. Needs a key with the scope `operate`.
         */
        patch: operations["editExperiment"];
        trace?: never;
    };
    "/v1/journeys/{id}/experiments/{experiment}/winner": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Declare a winner
         * @description All new users get the winning path. Assigned users stay on theirs. Needs a key with the scope `operate`.
         */
        post: operations["declareWinner"];
        /**
         * Withdraw the winner and restore the previous weights
         * @description Needs a key with the scope `operate`.
         */
        delete: operations["withdrawWinner"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/goals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get conversions by goal, version, node and message, and lift over the control group
         * @description Needs a key with the scope `read`.
         */
        get: operations["getGoals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a journey’s report: figures, trend, funnel, messages, goals, lift and reconciliation
         * @description Without a range, covers everything since the first entry. With a range, covers users who entered in it. All figures come from one snapshot of the database. Needs a key with the scope `read`.
         */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/qualifying": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users who may still qualify
         * @description These users haven't entered yet. Needs a key with the scope `read`.
         */
        get: operations["listQualifying"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/broadcasts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List past and upcoming runs of schedules and lists, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listBroadcasts"];
        put?: never;
        /**
         * Run a schedule now
         * @description An extra run: later runs don't change. The entry's re-entry rule still applies. Needs a key with the scope `operate`.
         */
        post: operations["beginBroadcast"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enter the users of a list
         * @description CSV with a header, or NDJSON. The column `userId` names the user; other columns are stored as `context.entry`. `columns` maps columns to `userId`, `trait:<name>`, `entry:<name>`, `consent:<channel>`, `consent:<channel>/<topic>` or `ignore`: traits and consents are stored before the user enters. A user who is on the list twice enters once. Nobody enters until the whole list has arrived, so an interrupted upload has no effect. See listBroadcasts for progress. Needs a key with the scope `operate`.
         */
        post: operations["uploadList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/lists/{list}/rejected": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List rows of a list that were rejected, repeated or not stored in full, with reasons
         * @description Needs a key with the scope `read`.
         */
        get: operations["listRejectedRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/{id}/lists/{list}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a list
         * @description An upload that is under way is refused. Users who are still queued don’t enter; users who have entered stay. Needs a key with the scope `operate`.
         */
        post: operations["cancelList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/activities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List registered activities
         * @description An activity that no worker has offered for seven days is removed. Needs a key with the scope `read`.
         */
        get: operations["listActivities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List instances, latest entry first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listInstances"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instances/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an instance: its node, wait and deadline
         * @description Needs a key with the scope `read`.
         */
        get: operations["getInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instances/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the timeline of an instance: what happened, when and why
         * @description A page has all lines of up to `limit` decisions. Needs a key with the scope `read`.
         */
        get: operations["getTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users by ID
         * @description Needs a key with the scope `read`.
         */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a user: profile, journeys and messages
         * @description Takes a user ID or an anonymous ID. Needs a key with the scope `read`.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Erase a user
         * @description Ends the user’s instances and deletes their data and workflow histories. Counts stay. Takes a user ID or an anonymous ID. Later events with this ID belong to a new user. Needs a key with the scope `admin`.
         */
        delete: operations["eraseUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events of a user, newest first
         * @description Takes a user ID or an anonymous ID. Includes built-in events such as `$message.clicked`. Needs a key with the scope `read`.
         */
        get: operations["listUserEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Make a user a test user, or change one
         * @description A test user goes through live journeys with a clock of their own, and counts nowhere: not in reports, goals, experiments, capacities, segment sizes or other users’ frequency caps. Creates the user if there is none. A user who has been in a journey can’t become one, and a test user stays one until the user is erased. Needs a key with the scope `author`.
         */
        put: operations["putTestUser"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/web-push/key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the public key for new web push subscriptions
         * @description The `applicationServerKey` for `PushManager.subscribe`. Null if no web push provider is set up. No key is needed.
         */
        get: operations["getWebPushKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List devices of a user, last seen first
         * @description The latest 100, dropped ones included. Tokens are not shown. Needs a key with the scope `read`.
         */
        get: operations["listDevices"];
        /**
         * Register a device of a user, who is created if unknown
         * @description Call it when the user signs in and when the app gets a new token. A device of another user moves to this one. Of more than 20 live devices of a channel, the 20 seen last stay. Needs a key with the scope `ingest`.
         */
        put: operations["registerDevice"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{userId}/devices/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Stop sending to a device of a user
         * @description Call it when the user signs out. Takes the ID of the device, its token, or the endpoint of its subscription. Answers the devices that are left. A device that is unknown or has been dropped changes nothing. Needs a key with the scope `ingest`.
         */
        delete: operations["removeDevice"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/feed/web-push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the public key to subscribe the token’s user to web push
         * @description Null if no web push provider is set up. Needs a user token.
         */
        get: operations["getOwnWebPush"];
        put?: never;
        /**
         * Register a web push subscription of the token’s user
         * @description A subscription that belongs to another user moves to this user. Needs a user token.
         */
        post: operations["subscribeOwnBrowser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List known events and traits, with types and samples
         * @description The first 200 event names in alphabetical order, each with up to 200 properties, and the traits of the 300 profiles that changed last. Meant for suggestions, so it isn't complete. Needs a key with the scope `read`.
         */
        get: operations["getCatalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the progress of an erasure
         * @description Needs a key with the scope `read`.
         */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events and scheduled work set aside after repeated failures, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a dead letter with its content
         * @description Needs a key with the scope `read`.
         */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay one, many or all dead letters
         * @description Replays up to 500 in one call, and none twice. Work that fails again is set aside again. Needs a key with the scope `operate`.
         */
        post: operations["replayDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List segments by ID, with member counts
         * @description Needs a key with the scope `read`.
         */
        get: operations["listSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a segment with its member count
         * @description Send its ETag as If-Match when you update it. Needs a key with the scope `read`.
         */
        get: operations["getSegment"];
        /**
         * Create or update a segment
         * @description All users are evaluated in the background. Users who join or leave cause $segment.joined and $segment.left events. Needs a key with the scope `author`.
         */
        put: operations["putSegment"];
        post?: never;
        /**
         * Delete a segment
         * @description Refused while an active journey or another segment uses it. No $segment.left events are sent. Needs a key with the scope `author`.
         */
        delete: operations["deleteSegment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview a segment: member count and sample users
         * @description Needs a key with the scope `read`.
         */
        post: operations["previewSegment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the current session and its permissions
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in with a key or a one-time code
         * @description Sets a cookie that scripts can't read. Calls with it need the header `X-Sojourn: 1`. No key is needed.
         */
        post: operations["signIn"];
        /**
         * Sign out
         * @description No key is needed.
         */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a one-time sign-in code with the permissions of the calling key
         * @description Needs a key with the scope `admin`.
         */
        post: operations["makeSignInCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys, without their secrets
         * @description Needs a key with the scope `admin`.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Create an API key
         * @description The key is shown in this answer only. Needs a key with the scope `admin`.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description The key stops working within five seconds on every machine, and everyone signed in with it is signed out. It stays in the list for the audit log. Needs a key with the scope `admin`.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the workspace's settings, including the policies for all journeys
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSettings"];
        /**
         * Update the workspace settings
         * @description Quiet hours, frequency caps, consent, topics and the control group apply to all journeys, starting with the next decision for each user. Held messages keep their release time, and Sojourn checks them again then. Reports and new journeys use the time zone and the country of phone numbers. A topic can’t be removed while a journey uses it. Needs a key with the scope `admin`.
         */
        put: operations["putSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sms-budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get how much of the day’s budget of SMS is used, and which countries are allowed
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSmsBudget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit entries, including denied calls, newest first
         * @description Needs a key with the scope `admin`.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels/email/dns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Check the DNS records of your sender domains
         * @description Looks up the records for SPF, DKIM, DMARC, the return path and the host of tracking links, for each sender domain and each email provider. Without a provider, the list is empty. Needs a key with the scope `read`.
         */
        get: operations["getEmailDns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get each channel’s providers: state, limits, rate, recent faults and waiting messages
         * @description Send its ETag as If-Match when you change the settings. Needs a key with the scope `read`.
         */
        get: operations["getChannels"];
        /**
         * Set the order, weights, limits and switches of providers while workers run
         * @description Replaces the settings of all channels. Workers apply them within seconds. A channel that isn’t named uses the settings in the environment. While all providers of a channel are disabled, its messages wait. Needs a key with the scope `admin`.
         */
        put: operations["putChannels"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List messages caught by the sandbox, newest first
         * @description Needs a key with the scope `read`.
         */
        get: operations["listInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/inbox/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a caught message
         * @description Needs a key with the scope `read`.
         */
        get: operations["getCaughtMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/unmatched-callbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List provider callbacks that match no message, newest first
         * @description Sojourn tries to match a callback for 48 hours. A permanent bounce or a complaint suppresses its address immediately, even without a match. Needs a key with the scope `read`.
         */
        get: operations["listUnmatchedCallbacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message to your own addresses
         * @description Sends the message of a node, marked with “[Test]” where the channel allows it. Reports and caps don’t count test messages, and test messages need no consent. Suppressed addresses are refused. Each key has an hourly limit, and the audit log records each test. Needs a key with the scope `author`.
         */
        post: operations["testMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get liveness
         * @description No key is needed.
         */
        get: operations["livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get liveness
         * @description No key is needed.
         */
        get: operations["healthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get readiness
         * @description No key is needed.
         */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get readiness, check by check
         * @description Needs a key with the scope `read`.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prometheus metrics
         * @description Needs a key with the scope `read`.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        LiveCounts: {
            /**
             * Format: date-time
             * @description UTC
             */
            at: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived";
            /** @description The running version */
            version: number;
            entered: number;
            inside: number;
            /** @description Nodes that at least one user has reached */
            nodes: {
                [key: string]: {
                    /** @description Instances at the node now, in all versions */
                    here: number;
                    /** @description Instances among them that a pause or quiet hours holds */
                    held: number;
                    /** @description Instances among them with an internal error or an overdue move */
                    stuck: number;
                    /** @description `arrived`, `left:<port>`, `exited`, `message:<outcome>` */
                    measures: {
                        [key: string]: number;
                    };
                };
            };
        };
        /** @description RFC 9457 */
        Problem: {
            /** @description `/problems/<code>` */
            type: string;
            title: string;
            status: number;
            /** @description Error code, for programs */
            code: string;
            message: string;
            /** @description Same as `message` */
            detail: string;
            /** @description How to fix it */
            fix: string;
            /** @description The request's id, as in X-Request-Id */
            instance: string;
            /** @description All errors, each with its path */
            errors?: {
                path: string;
                message: string;
                fix: string;
            }[];
            /** @description Details, such as the live instance or the exit reason */
            about?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        Taken: {
            /** @enum {boolean} */
            success: true;
            /** @description New messages, now stored durably */
            accepted: number;
            /** @description Messages accepted before with the same id */
            duplicates: number;
            /** @description Messages that were not accepted. Sending them again unchanged won't help. */
            rejected: {
                /** @description Index in the batch */
                index: number;
                messageId: string | null;
                path: string;
                message: string;
                fix: string;
            }[];
            /** @description Messages accepted but unused, such as alias */
            ignored: {
                index: number;
                messageId: string | null;
                /** @enum {string} */
                type: "track" | "identify" | "page" | "screen" | "group" | "alias";
            }[];
        };
        SegmentSettings: {
            integrations: {
                "Segment.io": {
                    apiKey: string;
                    apiHost: string;
                    /** @enum {string} */
                    protocol: "http" | "https";
                };
            };
            plan: {
                track: {
                    [key: string]: unknown;
                };
            };
        };
        RudderStackSourceConfig: {
            source: {
                id: string;
                name: string;
                writeKey: string;
                /** @enum {boolean} */
                enabled: true;
                workspaceId: string;
                updatedAt: string;
                config: {
                    [key: string]: unknown;
                };
                /** @description Empty */
                destinations: unknown[];
                /** @description Empty */
                connections: unknown[];
            };
            updatedAt: string;
        };
        CleverTapProcessed: {
            /** @enum {string} */
            status: "success" | "partial" | "fail";
            processed: number;
            unprocessed: {
                /** @enum {string} */
                status: "fail";
                /** @description CleverTap's error code */
                code: number;
                error: string;
                record?: unknown;
            }[];
        };
        CleverTapProfile: {
            /** @enum {string} */
            status: "success";
            record: {
                identity: string;
                name: string | null;
                email: string | null;
                profileData: {
                    [key: string]: unknown;
                };
            };
        };
        CleverTapDeleted: {
            /** @enum {string} */
            status: "success";
            /** @description Users that existed */
            processed: number;
        };
        PostHogCaptured: {
            /** @description New messages, now stored durably */
            accepted: number;
            /** @description Messages accepted before with the same id */
            duplicates: number;
            /** @description Messages that were not accepted. Sending them again unchanged won't help. */
            rejected: {
                /** @description Index in the batch */
                index: number;
                messageId: string | null;
                path: string;
                message: string;
                fix: string;
            }[];
            /** @description Messages accepted but unused, such as alias */
            ignored: {
                index: number;
                messageId: string | null;
                /** @enum {string} */
                type: "track" | "identify" | "page" | "screen" | "group" | "alias";
            }[];
            /** @enum {string} */
            status: "Ok";
        };
        PostHogFlags: {
            flags: Record<string, never>;
            featureFlags: Record<string, never>;
        } & {
            [key: string]: unknown;
        };
        PostHogConfig: {
            [key: string]: unknown;
        };
        CustomerIoDone: Record<string, never>;
        Reported: {
            messageId: string;
            /**
             * @description `duplicate`: reported before
             * @enum {string}
             */
            status: "accepted" | "duplicate";
        };
        UserToken: {
            token: string;
            /**
             * Format: date-time
             * @description UTC
             */
            expiresAt: string;
        };
        FeedPage: {
            items: components["schemas"]["FeedItem"][];
            unread: number;
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        FeedItem: {
            id: string;
            journey: string;
            title: string | null;
            text: string | null;
            /** @description As the journey's author wrote it, with the user's data escaped */
            html: string | null;
            /** @description Where a click leads */
            url: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description UTC
             */
            readAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            clickedAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            archivedAt: string | null;
        };
        FeedState: {
            /** @description Items that are neither read nor archived */
            unread: number;
        };
        Consents: {
            /** @description The user's last word */
            consents: components["schemas"]["Consent"][];
            /** @description Latest first */
            history: components["schemas"]["Consent"][];
        };
        Consent: {
            /** @enum {string} */
            channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
            /** @description Null: the whole channel */
            topic: string | null;
            /** @enum {string|null} */
            state: "yes" | "no" | null;
            /**
             * Format: date-time
             * @description UTC
             */
            pausedUntil: string | null;
            /** @enum {string} */
            source: "api" | "preference-page" | "one-click" | "callback" | "keyword" | "profile" | "import";
            /**
             * Format: date-time
             * @description UTC
             */
            at: string;
            proof: {
                [key: string]: unknown;
            } | null;
        };
        Imported: {
            /** @description Rows that are valid */
            rows: number;
            /** @description Rows that changed stored data. A repeated row doesn’t count. */
            changed: number;
            /** @description Rows that were skipped */
            refused: number;
            /** @description The first 200 skipped rows */
            problems: {
                /** @description Line in the file */
                line: number;
                reason: string;
                fix: string;
            }[];
            file: components["schemas"]["ListFile"];
        };
        /** @description How the file was read */
        ListFile: {
            /** @enum {string} */
            format: "csv" | "ndjson" | "xlsx";
            /** @description `utf-8`, `utf-16le`, `windows-1252` and so on. Null for a workbook. */
            encoding: string | null;
            /**
             * @description Null for formats without one
             * @enum {string|null}
             */
            delimiter: "comma" | "semicolon" | "tab" | "pipe" | null;
            /** @description What each column became. Null if each row names its own, as in NDJSON. */
            columns: {
                [key: string]: string;
            } | null;
        };
        ImportPreview: {
            file: components["schemas"]["ListFile"];
            /** @description Pass them as `columns` of the import, as `{"<name>": "<target>"}` */
            columns: {
                name: string;
                /** @description Suggested by the name and values of the column */
                target: string;
                /** @description Up to three different values */
                values: string[];
            }[];
            /** @description The target that some column has to be mapped to, if none seems to be it */
            missing: string | null;
            /** @description The first 20 rows, with long cells cut off */
            rows: {
                line: number;
                cells: {
                    [key: string]: string;
                };
            }[];
            /** @description Rows among them that can’t be read */
            refused: {
                line: number;
                reason: string;
                fix: string;
            }[];
        };
        SuppressionPage: {
            suppressions: components["schemas"]["SuppressedAddress"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        SuppressedAddress: {
            id: string;
            /** @enum {string} */
            channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
            /** @description Null if only a hash is stored, such as for an erased user */
            address: string | null;
            /** @enum {string} */
            reason: "hard-bounce" | "complaint" | "soft-bounces" | "erased" | "manual";
            /** @description A key's ID, `provider`, `erasure` or `import` */
            source: string;
            detail: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            at: string;
            /**
             * Format: date-time
             * @description Null: permanent
             */
            until: string | null;
        };
        Suppressing: {
            /** @description Number of newly suppressed addresses */
            suppressed: number;
        };
        LiftedSuppression: {
            id: string;
        };
        Entered: {
            instance: string;
            /**
             * @description `already`: this message has entered before. `delivered`: sent to the current instance as an event. `control`: in the control group.
             * @enum {string}
             */
            status: "entered" | "already" | "delivered" | "control";
        };
        CommandState: {
            id: string;
            instance: string;
            /** @enum {string} */
            state: "waiting" | "done" | "refused";
            /** @description Reason for the refusal */
            detail: string | null;
        };
        Published: {
            id: string;
            version: number;
            /** @enum {string} */
            state: "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived";
            /** @description False if the running version has the same document */
            isNew: boolean;
            warnings: components["schemas"]["Flaw"][];
        };
        Flaw: {
            /** @description For example `nodes.push-1.then` */
            path: string;
            message: string;
            fix: string;
        };
        Verdict: {
            valid: boolean;
            errors: components["schemas"]["Flaw"][];
            warnings: components["schemas"]["Flaw"][];
        };
        CompiledMjml: {
            /** @description Compiled HTML. Its Liquid is unchanged. Empty if there are errors. */
            html: string;
            errors: components["schemas"]["Flaw"][];
            warnings: components["schemas"]["Flaw"][];
        };
        JourneyPage: {
            journeys: components["schemas"]["JourneySummary"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        JourneySummary: {
            /** @description The Journey ID */
            id: string;
            name: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived";
            /** @description Running version; null for a draft */
            version: number | null;
            labels: string[];
            /** @description Person responsible for the journey */
            owner: string | null;
            /** @description Sentence that says who enters; null for a draft or if unreadable */
            entry: string | null;
            /** @description True if the running version's entry can't be read: changed by hand, or written by another release */
            isUnreadable: boolean;
            counts: components["schemas"]["JourneyCounts"];
            /**
             * Format: date-time
             * @description UTC
             */
            lastPublishedAt: string | null;
            /** @description True if there is a draft of the next version: see getDraft */
            hasDraft: boolean;
            /**
             * Format: date-time
             * @description Time of the latest entry
             */
            lastEntryAt: string | null;
        };
        JourneyCounts: {
            /** @description Users who may still qualify, not counted elsewhere: see listQualifying */
            qualifying: number;
            /** @description refused + control + queued + entered */
            qualified: number;
            refused: number;
            /** @description In the control group, which receives nothing */
            control: number;
            /** @description Waiting to enter by a broadcast: see listBroadcasts */
            queued: number;
            /** @description inside + all exits */
            entered: number;
            inside: number;
            /** @description Reason → instances */
            exits: {
                [key: string]: number;
            };
            /** @description Goal → entered instances that met it: see getGoals */
            goals: {
                [key: string]: number;
            };
        };
        JourneyView: {
            /** @description The Journey ID */
            id: string;
            name: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived";
            /** @description Running version; null for a draft */
            version: number | null;
            labels: string[];
            /** @description Person responsible for the journey */
            owner: string | null;
            /** @description Sentence that says who enters; null for a draft or if unreadable */
            entry: string | null;
            /** @description True if the running version's entry can't be read: changed by hand, or written by another release */
            isUnreadable: boolean;
            counts: components["schemas"]["JourneyCounts"];
            /**
             * Format: date-time
             * @description UTC
             */
            lastPublishedAt: string | null;
            /** @description True if there is a draft of the next version: see getDraft */
            hasDraft: boolean;
            /**
             * Format: date-time
             * @description Time of the latest entry
             */
            lastEntryAt: string | null;
            /** @description The document: see the schema Journey */
            document: {
                [key: string]: unknown;
            };
            nodes: {
                [key: string]: components["schemas"]["NodeView"];
            };
        };
        NodeView: {
            /** @description Sentence that says what the node does */
            sentence: string;
            /** @description Instances at the node now, in all versions */
            inside: number;
            /** @description `arrived`, `left:<port>`, `exited`, `message:<outcome>` */
            measures: {
                [key: string]: number;
            };
        };
        VersionPage: {
            versions: {
                version: number;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                publishedAt: string;
                /** @description Id of an API key */
                publishedBy: string;
                /** @description Live instances on this version */
                inside: number;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        VersionView: {
            id: string;
            version: number;
            /** @description The document: see the schema Journey */
            document: {
                [key: string]: unknown;
            };
        };
        RefusalPage: {
            refusals: {
                userId: string;
                version: number;
                /** @description The entry key; empty if the entry has none */
                key: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                refusedAt: string;
                reason: string;
                /** @description Values that the decision read */
                read: {
                    [key: string]: unknown;
                };
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        JourneyStanding: {
            /** @description The Journey ID */
            id: string;
            /** @enum {string} */
            state: "draft" | "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived";
            /** @description Running version; null for a draft */
            version: number | null;
            /**
             * Format: date-time
             * @description When entry opens, if limited
             */
            entryFrom: string | null;
            /**
             * Format: date-time
             * @description When entry closes or closed
             */
            entryUntil: string | null;
            /**
             * @description Its state once entry is closed and all instances have ended
             * @enum {string}
             */
            whenEmpty: "completed" | "stopped";
            pause: {
                /**
                 * Format: date-time
                 * @description UTC
                 */
                since: string;
                /** @enum {string} */
                policy: "hold-clock" | "send-on-resume" | "skip";
            } | null;
        };
        BulkResults: {
            results: {
                id: string;
                /** @description Whether it succeeded, or would in a dry run */
                ok: boolean;
                /**
                 * @description Current state; null if there is no such journey
                 * @enum {string|null}
                 */
                state: "draft" | "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived" | null;
                /** @description Live instances before the call */
                inside: number;
                /** @description Why it was refused */
                message: string | null;
                fix: string | null;
            }[];
        };
        TemplatePage: {
            templates: components["schemas"]["ListedTemplate"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        ListedTemplate: {
            id: string;
            /** @enum {string} */
            kind: "message" | "block";
            /** @description Null for a content block */
            channel: string | null;
            name: string;
            version: number;
            /**
             * Format: date-time
             * @description UTC
             */
            updatedAt: string;
            updatedBy: string;
            /** @description Number of journeys whose running version uses the template */
            usedBy: number;
        };
        TakenTemplates: {
            templates: {
                /** @description The requested version. Null: the latest. */
                asked: number | null;
                version: number;
                /** @description The template. See MessageTemplate and BlockTemplate. */
                template: {
                    [key: string]: unknown;
                };
            }[];
        };
        TemplateView: {
            id: string;
            /** @enum {string} */
            kind: "message" | "block";
            /** @description Null for a content block */
            channel: string | null;
            name: string;
            /** @description Version of the document */
            version: number;
            /**
             * Format: date-time
             * @description UTC
             */
            updatedAt: string;
            updatedBy: string;
            /** @description Version that the next publish uses */
            latest: number;
            /** @description The template. See MessageTemplate and BlockTemplate. */
            document: {
                [key: string]: unknown;
            };
        };
        TemplateVersionPage: {
            versions: {
                version: number;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                createdAt: string;
                createdBy: string;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        TemplateUses: {
            uses: {
                /** @enum {string} */
                type: "journey" | "template" | "draft";
                /** @description ID of the journey or template */
                id: string;
                name: string;
                /** @description Version that the journey sends. Null for templates and drafts. */
                version: number | null;
            }[];
        };
        TemplateWritten: {
            id: string;
            version: number;
            /** @description False if the template is unchanged */
            isNew: boolean;
            warnings: {
                path: string;
                message: string;
                fix: string;
            }[];
        };
        TemplateDeleted: {
            id: string;
        };
        CatalogPage: {
            catalogs: components["schemas"]["Catalog"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        Catalog: {
            id: string;
            name: string;
            items: number;
            /**
             * Format: date-time
             * @description UTC
             */
            updatedAt: string;
        };
        CatalogWritten: {
            id: string;
        };
        CatalogDeleted: {
            id: string;
        };
        CatalogItem: {
            key: string;
            value: {
                [key: string]: unknown;
            };
        };
        CatalogItemDeleted: {
            key: string;
        };
        CouponListPage: {
            lists: components["schemas"]["CouponList"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        CouponList: {
            id: string;
            name: string;
            lowAt: number;
            /** @description Codes that are still available */
            remaining: number;
            drawn: number;
            /** @enum {string} */
            state: "ok" | "low" | "empty";
        };
        CouponListWritten: {
            id: string;
        };
        CouponListDeleted: {
            id: string;
        };
        SavedDraft: {
            /** @description The Journey ID */
            id: string;
            /** @description Revision; also its ETag */
            revision: number;
            /**
             * Format: date-time
             * @description UTC
             */
            updatedAt: string;
            /** @description Id of an API key */
            updatedBy: string;
        };
        Draft: {
            /** @description The Journey ID */
            id: string;
            /** @description Revision; also its ETag */
            revision: number;
            /** @description Any JSON object. It's validated when you publish it. */
            document: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description UTC
             */
            updatedAt: string;
            /** @description Id of an API key */
            updatedBy: string;
        };
        ExperimentList: {
            experiments: components["schemas"]["Experiment"][];
            /** @description Experiments of a version whose document can't be read */
            unreadable: string[];
        };
        Experiment: {
            experiment: string;
            /** @description Latest version with this experiment */
            version: number;
            /** @description Its nodes in that version */
            nodes: string[];
            /** @enum {string} */
            mode: "automatic" | "manual";
            winner: string | null;
            /** @description Minimum share of each path in automatic mode */
            floor: number;
            /** @enum {string} */
            counting: "at-once" | "after-window";
            /** @description Number of changes so far; also its ETag */
            revision: number;
            arms: components["schemas"]["Arm"][];
            /** @description Conversions missed so far compared with sending all users down the path that now looks best */
            regret: number;
        };
        Arm: {
            /** @description Name of the path */
            arm: string;
            /** @description Weight as set, in percent */
            weight: number;
            /** @description Share of new users in percent: 100 for a winner */
            share: number;
            assigned: number;
            /** @description Users who met any goal, each counted once */
            converted: number;
            /** @description converted / assigned */
            rate: number | null;
            /** @description Lower end of the 95 % interval of the rate */
            low: number;
            /** @description Upper end of the 95 % interval of the rate */
            high: number;
            probabilityOfBest: number;
            /** @description Goal → users who met it */
            goals: {
                [key: string]: number;
            };
        };
        ExperimentChanges: {
            changes: {
                revision: number;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                at: string;
                /** @description Id of an API key, or `bandit` */
                actor: string;
                /** @description `published`, `edited`, `reweighed`, `winner-declared`, `winner-withdrawn` */
                what: string;
                before: {
                    /** @enum {string} */
                    mode: "automatic" | "manual";
                    /** @description Path → percent */
                    weights: {
                        [key: string]: number;
                    };
                    winner: string | null;
                } | null;
                after: {
                    /** @enum {string} */
                    mode: "automatic" | "manual";
                    /** @description Path → percent */
                    weights: {
                        [key: string]: number;
                    };
                    winner: string | null;
                };
                /** @description Results that the bandit decided by */
                tallies: {
                    [key: string]: {
                        assigned: number;
                        converted: number;
                    };
                } | null;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        Goals: {
            goals: components["schemas"]["GoalView"][];
        };
        GoalView: {
            id: string;
            /** @description Instances */
            entered: number;
            /** @description Instances that met the goal within its window */
            conversions: number;
            /** @description conversions / entered */
            rate: number | null;
            /** @description Instances of the control group */
            control: number;
            controlConversions: number;
            lift: components["schemas"]["Lift"];
            versions: {
                version: number;
                /** @description Instances */
                entered: number;
                /** @description Instances that met the goal within its window */
                conversions: number;
                /** @description conversions / entered */
                rate: number | null;
                /** @description Instances of the control group */
                control: number;
                controlConversions: number;
                lift: components["schemas"]["Lift"];
            }[];
            /** @description Node → instances that were there when they met the goal. `before`: its message had not been sent yet. `at`: all others. */
            nodes: {
                [key: string]: {
                    before: number;
                    at: number;
                };
            };
            /** @description Node → instances that met the goal with its message as the last one sent before */
            messages: {
                [key: string]: number;
            };
        };
        /** @description Counts users, not instances, across versions with a control group */
        Lift: {
            /** @description Users who entered */
            persons: number;
            controlPersons: number;
            /** @description Share of persons who met the goal, 0 to 1 */
            rate: number;
            controlRate: number;
            /** @description rate − controlRate */
            difference: number;
            /** @description The true difference is between low and high with 95 % confidence */
            low: number;
            high: number;
            /** @description difference / controlRate; null if no user of the control group met the goal */
            relative: number | null;
            /**
             * @description `not-yet`: fewer than 100 users in a group, or fewer than 5 who met the goal. `none`: no clear difference. `more`, `less`: the journey makes a difference.
             * @enum {string}
             */
            telling: "not-yet" | "none" | "more" | "less";
        } | null;
        Report: {
            id: string;
            /**
             * Format: date-time
             * @description When the report was read
             */
            at: string;
            /**
             * Format: date-time
             * @description UTC
             */
            from: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            to: string | null;
            version: number | null;
            /** @enum {string} */
            by: "day" | "week" | "month";
            zone: string;
            /**
             * @description `counts`: everything since the first entry, as in GET /v1/journeys/:id. `rows`: users who entered in the range; only the trend goes by when things happened
             * @enum {string}
             */
            basis: "counts" | "rows";
            figures: components["schemas"]["ReportFigures"];
            goals: components["schemas"]["ReportGoal"][];
            /** @description Reason → instances */
            exits: {
                [key: string]: number;
            };
            trend: components["schemas"]["ReportTrendPoint"][];
            /** @description Nodes in the order of the document */
            funnel: components["schemas"]["ReportNode"][];
            messages: components["schemas"]["ReportMessages"][];
            /** @description Newest first */
            versions: components["schemas"]["ReportVersion"][];
            reconciliation: {
                holds: boolean;
                sums: components["schemas"]["ReportSum"][];
            };
        };
        ReportFigures: {
            /** @description refused + control + queued + entered */
            qualified: number;
            refused: number;
            /** @description In the control group, which receives nothing */
            control: number;
            /** @description Waiting to enter by a broadcast */
            queued: number;
            entered: number;
            /** @description From another version */
            movedIn: number;
            /** @description To another version */
            movedOut: number;
            /** @description Now */
            inside: number;
            /** @description Reached the end of the path; included in the exits */
            completed: number;
            /** @description All exits */
            exited: number;
        };
        ReportGoal: {
            id: string;
            /** @description Entered instances that met the goal within its window */
            met: number;
            /** @description met / (entered + movedIn − movedOut) */
            rate: number | null;
            /** @description Median time from entry to goal */
            medianMs: number | null;
            /** @description Null without a control group */
            lift: {
                /** @description Users who entered */
                persons: number;
                controlPersons: number;
                /** @description Share of persons who met the goal, 0 to 1 */
                rate: number;
                controlRate: number;
                /** @description rate − controlRate */
                difference: number;
                /** @description The true difference is between low and high with 95 % confidence */
                low: number;
                high: number;
                /** @description difference / controlRate; null if no user of the control group met the goal */
                relative: number | null;
                /**
                 * @description `not-yet`: fewer than 100 users in a group, or fewer than 5 who met the goal. `none`: no clear difference. `more`, `less`: the journey makes a difference.
                 * @enum {string}
                 */
                telling: "not-yet" | "none" | "more" | "less";
            } | null;
        };
        ReportTrendPoint: {
            /**
             * Format: date
             * @description First day of the bucket in the given time zone
             */
            day: string;
            /**
             * Format: date-time
             * @description UTC
             */
            from: string;
            /**
             * Format: date-time
             * @description UTC
             */
            to: string;
            entered: number;
            /** @description Goals met in the bucket, whenever the users entered */
            goals: number;
            exits: number;
            /** @description True if the bucket has not ended or is only partly in the range */
            isUnfinished: boolean;
        };
        ReportNode: {
            node: string;
            /** @description Null if the version shown has no such node */
            type: string | null;
            name: string;
            sentence: string | null;
            /** @description inside + sum of left + exited */
            arrived: number;
            /** @description At the node now */
            inside: number;
            /** @description Port → instances. `moved`: by an operator */
            left: {
                [key: string]: number;
            };
            /** @description Reason → messages that left by `suppressed`, such as `capped` or `workspace-control-group` */
            suppressed: {
                [key: string]: number;
            };
            /** @description Ended at the node */
            exited: number;
            /** @description Goal → instances that met it at this node. `before`: its message had not been sent yet. `at`: all others. */
            goals: {
                [key: string]: {
                    before: number;
                    at: number;
                };
            };
        };
        ReportMessages: {
            node: string;
            name: string;
            channel: string;
            template: string | null;
            underWay: number;
            sent: number;
            /** @description Sent messages whose outcome was unknown until the provider reported about them; included in `sent` */
            confirmed: number;
            /** @description Sent messages that the provider could not deliver after all; included in `sent` */
            failedLater: number;
            delivered: number;
            /** @description Viewed by the user, as far as is known: machines count apart */
            viewed: number;
            clicked: number;
            /** @description Opened by a scanner or a mail program. The user may have viewed them too. */
            machineViewed: number;
            /** @description Followed by a scanner */
            machineClicked: number;
            replied: number;
            bounced: number;
            complained: number;
            unsubscribed: number;
            failed: number;
            unreachable: number;
            suppressed: number;
            /** @description May have been sent: the provider has not confirmed it */
            unknown: number;
            /** @description Not sent because `expiresAfter` had passed */
            expired: number;
            /** @description Not sent because the visit or the journey had ended */
            withheld: number;
            /** @description Goal → instances that met it with this as their last message */
            converted: {
                [key: string]: number;
            };
        };
        ReportVersion: {
            version: number;
            entered: number;
            movedIn: number;
            movedOut: number;
            inside: number;
            goals: {
                id: string;
                met: number;
                rate: number | null;
                medianMs: number | null;
                /** @description Compared with the previous version, in percentage points, with a 95 % interval */
                difference: {
                    points: number;
                    low: number;
                    high: number;
                } | null;
            }[];
        };
        ReportSum: {
            /** @enum {string} */
            about: "qualified" | "entered" | "trend" | "version" | "node" | "messages";
            /** @description The node or version; empty for the journey */
            of: string;
            name: string;
            n: number;
            terms: {
                name: string;
                n: number;
            }[];
            holds: boolean;
        };
        QualifyingPage: {
            qualifying: {
                userId: string;
                /**
                 * @description `inaction`: waiting to see whether the user does the second event. `grace`: the filter doesn't match yet and is checked again.
                 * @enum {string}
                 */
                kind: "inaction" | "grace";
                /**
                 * Format: date-time
                 * @description When the event that started the wait was accepted
                 */
                since: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                until: string;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        BroadcastPage: {
            broadcasts: components["schemas"]["Broadcast"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        /** @description One run of a schedule or list */
        Broadcast: {
            id: string;
            /** @enum {string} */
            source: "schedule" | "list";
            /**
             * @description `waiting`: not started yet. `filling`: users are being queued. `filled`: all users are queued. `skipped`, `failed`, `cancelled`: see detail.
             * @enum {string}
             */
            state: "uploading" | "waiting" | "filling" | "filled" | "skipped" | "failed" | "cancelled";
            detail: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            at: string;
            /** @description The version that was running when it began */
            version: number | null;
            /** @description Estimated number of users; while a list is uploading, users so far */
            total: number | null;
            /** @description Users queued so far, each with their own entry time */
            queued: number;
            /** @description Queued users whose entry time is still to come. For the others see listInstances and listRefusals. */
            waiting: number;
            /** @description Unreadable rows of a list: see listRejectedRows */
            rejected: number;
            /** @description Rows of a list whose user is on it already: see listRejectedRows */
            repeated: number;
            createdBy: string;
        };
        BegunBroadcast: {
            id: string;
        };
        UploadedList: {
            id: string;
            /** @description Accepted rows */
            rows: number;
            /** @description See listRejectedRows */
            rejected: number;
            /** @description Rows whose user is on the list already. Such a user enters once, by the first row. */
            repeated: number;
            file: components["schemas"]["ListFile"] & (Record<string, never> | null);
        };
        RejectedRowPage: {
            rejected: {
                /** @description Line number */
                row: number;
                /**
                 * @description `refused`: the row can’t be read. `repeated`: an earlier row has the user. `unchanged`: the user enters, but traits or consents of the row weren’t stored.
                 * @enum {string}
                 */
                outcome: "refused" | "repeated" | "unchanged";
                reason: string;
                fix: string;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        CancelledList: {
            id: string;
            /** @description Queued users who don’t enter */
            removed: number;
        };
        Activities: {
            activities: {
                /** @description Name that `activity` nodes use */
                name: string;
                title: string;
                about: string;
                /** @description Ports that it can return. Every activity also has `failed`. */
                ports: string[];
                /** @description JSON Schema of an object */
                input: {
                    [key: string]: unknown;
                };
                /** @description JSON Schema; null if it returns only a port */
                output: {
                    [key: string]: unknown;
                } | null;
                /**
                 * Format: date-time
                 * @description When a worker last registered it: at its start, then hourly
                 */
                seenAt: string;
            }[];
        };
        InstancePage: {
            instances: components["schemas"]["Instance"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        Instance: {
            id: string;
            userId: string;
            journey: string;
            version: number;
            /** @description The entry key; empty if the entry has none */
            key: string;
            /**
             * @description `control`: in the control group, which receives nothing
             * @enum {string}
             */
            status: "starting" | "live" | "ended" | "control";
            /** @description Current or last node */
            node: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            enteredAt: string;
            /**
             * Format: date-time
             * @description UTC
             */
            arrivedAt: string | null;
            /**
             * Format: date-time
             * @description Current deadline at the node. It moves while a pause holds timers.
             */
            until: string | null;
            /**
             * Format: date-time
             * @description When the instance wakes next. Null if only an event or the end of a pause wakes it.
             */
            wakesAt: string | null;
            /**
             * Format: date-time
             * @description Since when the instance itself is paused
             */
            pausedAt: string | null;
            /**
             * @description What is paused: the instance alone, or its journey
             * @enum {string|null}
             */
            pausedBy: "instance" | "journey" | null;
            /** @description The internal error that stopped it. Use `retry` once it is fixed. */
            stuck: string | null;
            /** @description A send that failed and will be tried again. `retry` tries now, `skip` gives up. */
            retrying: {
                attempts: number;
                /** @description Status of the provider's last answer; null if it gave none */
                status: number | null;
                detail: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                nextTryAt: string;
                /**
                 * Format: date-time
                 * @description After this moment it leaves by `failed` or a more specific port
                 */
                givesUpAt: string;
            } | null;
            /**
             * Format: date-time
             * @description UTC
             */
            endedAt: string | null;
            exit: {
                reason: string;
                goal: string | null;
            } | null;
        };
        InstanceDetail: {
            id: string;
            userId: string;
            journey: string;
            version: number;
            /** @description The entry key; empty if the entry has none */
            key: string;
            /**
             * @description `control`: in the control group, which receives nothing
             * @enum {string}
             */
            status: "starting" | "live" | "ended" | "control";
            /** @description Current or last node */
            node: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            enteredAt: string;
            /**
             * Format: date-time
             * @description UTC
             */
            arrivedAt: string | null;
            /**
             * Format: date-time
             * @description Current deadline at the node. It moves while a pause holds timers.
             */
            until: string | null;
            /**
             * Format: date-time
             * @description When the instance wakes next. Null if only an event or the end of a pause wakes it.
             */
            wakesAt: string | null;
            /**
             * Format: date-time
             * @description Since when the instance itself is paused
             */
            pausedAt: string | null;
            /**
             * @description What is paused: the instance alone, or its journey
             * @enum {string|null}
             */
            pausedBy: "instance" | "journey" | null;
            /** @description The internal error that stopped it. Use `retry` once it is fixed. */
            stuck: string | null;
            /** @description A send that failed and will be tried again. `retry` tries now, `skip` gives up. */
            retrying: {
                attempts: number;
                /** @description Status of the provider's last answer; null if it gave none */
                status: number | null;
                detail: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                nextTryAt: string;
                /**
                 * Format: date-time
                 * @description After this moment it leaves by `failed` or a more specific port
                 */
                givesUpAt: string;
            } | null;
            /**
             * Format: date-time
             * @description UTC
             */
            endedAt: string | null;
            exit: {
                reason: string;
                goal: string | null;
            } | null;
            /** @description Null if it has ended or not started */
            waitsFor: {
                /** @description What the node does */
                sentence: string;
                /** @description Events that it reacts to at this node */
                events: string[];
                /**
                 * Format: date-time
                 * @description UTC
                 */
                until: string | null;
            } | null;
            visit: number;
            /** @description Number of decisions so far */
            step: number;
            /** @description Number of this entry: 2 for the second instance of this user with this key */
            pass: number;
            /** @description Workflow id, for Temporal's UI; null in the control group */
            workflowId: string | null;
            /** @description Names of the values in its context */
            contextKeys: string[];
            /** @description The latest 100 */
            messages: components["schemas"]["Message"][];
        };
        Message: {
            /** @description The provider's idempotency key for this message */
            key: string;
            instance: string;
            journey: string;
            node: string;
            visit: number;
            channel: string;
            template: string | null;
            /** @description Version of the workspace template, if the node names one */
            templateVersion: number | null;
            state: string;
            attempts: number;
            outcome: string | null;
            detail: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            claimedAt: string;
            /**
             * Format: date-time
             * @description UTC
             */
            settledAt: string | null;
            /**
             * Format: date-time
             * @description When an outcome that was `unknown` became `sent`, by a report about the message
             */
            confirmedAt: string | null;
            /**
             * Format: date-time
             * @description When the provider reported that it could not deliver the sent message
             */
            failedAt: string | null;
            /**
             * Format: date-time
             * @description When a scanner or a mail program first opened it
             */
            machineViewedAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            machineClickedAt: string | null;
            /**
             * Format: date-time
             * @description First report of it by the provider, as for the next six fields
             */
            deliveredAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            viewedAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            clickedAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            repliedAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            bouncedAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            complainedAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            unsubscribedAt: string | null;
            /** @description Outcome of a push message on each device. Null for other messages. */
            devices: {
                /** @description First characters of the device’s ID */
                device: string;
                platform: string | null;
                provider: string | null;
                /**
                 * @description `handed`: an attempt started. `dead`: the provider no longer knows the device, so Sojourn removes it.
                 * @enum {string}
                 */
                state: "handed" | "accepted" | "waiting" | "failed" | "dead" | "unknown";
                reason: string | null;
            }[] | null;
            /** @description The inbox caught it instead of sending it. See getCaughtMessage. */
            isCaught: boolean;
        };
        Timeline: {
            lines: components["schemas"]["TraceLine"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        TraceLine: {
            /** @description Number of the decision that wrote the line */
            step: number;
            /**
             * Format: date-time
             * @description When it happened: the instant at which it was due
             */
            at: string;
            /**
             * Format: date-time
             * @description UTC
             */
            decidedAt: string;
            /** @description How late the decision was; left out if under a minute */
            lateMs?: number;
            node: string | null;
            visit: number;
            /** @enum {string} */
            move: "wait" | "leave" | "exit" | "note" | "withhold" | "hold" | "release";
            /** @description The port that it left by */
            port?: string;
            rule: string;
            /** @description Why */
            words: string;
            /** @description The values that the decision read */
            read: {
                [key: string]: unknown;
            };
        };
        UserPage: {
            users: {
                userId: string;
                /** @description `name` of the profile, else `firstName` and `lastName` */
                name: string | null;
                email: string | null;
                /** @description Journeys that the user is in now */
                inside: number;
                /** @description A test user, who counts nowhere */
                isTest: boolean;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                createdAt: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                updatedAt: string;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        User: {
            userId: string;
            /** @description `name` of the profile, else `firstName` and `lastName` */
            name: string | null;
            profile: {
                [key: string]: unknown;
            };
            /** @description Set for a test user */
            test: {
                /** @description How many times as fast as real time the user’s clock runs: with 3600, an hour takes a second */
                speed: number;
                /**
                 * @description `captured`: messages and webhooks go to the inbox only. `real`: providers deliver them.
                 * @enum {string}
                 */
                sends: "captured" | "real";
                /**
                 * Format: date-time
                 * @description What the user’s clock shows
                 */
                now: string;
            } | null;
            /**
             * Format: date-time
             * @description UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description UTC
             */
            updatedAt: string;
            /** @description The latest 100 live instances */
            instances: components["schemas"]["Instance"][];
            /** @description The latest 100 */
            messages: components["schemas"]["Message"][];
            /** @description Segments that the user is in */
            segments: {
                id: string;
                name: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                since: string;
            }[];
        };
        UserEventPage: {
            events: {
                /** @description Position in the order of all inputs to decisions */
                position: number;
                /** @description Names of Sojourn's own events begin with `$` */
                name: string;
                properties: {
                    [key: string]: unknown;
                };
                messageId: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                acceptedAt: string;
                /**
                 * Format: date-time
                 * @description When it happened, as the sender says
                 */
                occurredAt: string | null;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        TestUser: {
            /** @description How many times as fast as real time the user’s clock runs: with 3600, an hour takes a second */
            speed: number;
            /**
             * @description `captured`: messages and webhooks go to the inbox only. `real`: providers deliver them.
             * @enum {string}
             */
            sends: "captured" | "real";
            /**
             * Format: date-time
             * @description What the user’s clock shows
             */
            now: string;
        };
        WebPushKey: {
            publicKey: string | null;
        };
        Devices: {
            devices: components["schemas"]["Device"][];
        };
        Device: {
            id: string;
            /** @enum {string} */
            channel: "push" | "webPush";
            /** @enum {string|null} */
            platform: "android" | "ios" | "web" | null;
            provider: string | null;
            app: string | null;
            /** @enum {string|null} */
            environment: "development" | "production" | null;
            vapidKey: string | null;
            /**
             * @description `profile`: the trait `pushToken` or `webPushSubscription` names it
             * @enum {string}
             */
            source: "registered" | "profile";
            /**
             * Format: date-time
             * @description UTC
             */
            addedAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            seenAt: string | null;
            /**
             * Format: date-time
             * @description Since when it gets no more messages
             */
            droppedAt: string | null;
            droppedWhy: string | null;
        };
        OwnWebPush: {
            publicKey: string | null;
        };
        OwnSubscription: {
            /** @description ID of the device */
            id: string;
        };
        Catalogue: {
            events: {
                name: string;
                /**
                 * Format: date-time
                 * @description When the latest event of this name was accepted
                 */
                lastAt: string;
                properties: {
                    /** @description For example `cart.total`, or `["utm.source"]` for a name with a dot */
                    path: string;
                    /** @description `string`, `number`, `boolean`, `list`, `object`, `null` */
                    types: string[];
                    /** @description At most five values, shortened */
                    samples: string[];
                }[];
            }[];
            traits: {
                /** @description For example `plan`, `address.city`, or `["address.city"]` for a name with a dot */
                name: string;
                /** @description `string`, `number`, `boolean`, `list`, `object`, `null` */
                types: string[];
                /** @description At most five values, shortened */
                samples: string[];
            }[];
            /** @description Number of profiles read for `traits` and `malformed` */
            profiles: number;
            /** @description Traits that can’t be read although they affect messages, or journeys or segments read them as dates. An unreadable consent counts as a no, an unreadable address as no address, and an unreadable date as none. */
            malformed: {
                /** @description `consent`, `timezone`, `email`, `phone`, …, or a trait that is read as a date */
                name: string;
                /** @description Number of profiles in which the trait can’t be read */
                profiles: number;
                /** @description `string`, `number`, `boolean`, `list`, `object`, `null` */
                types: string[];
                /** @description At most five values, shortened */
                samples: string[];
            }[];
        };
        Erasure: {
            id: string;
            /**
             * @description `deleting`: the user's data is gone from the database, and workflow histories are being deleted
             * @enum {string}
             */
            state: "deleting" | "done";
            /**
             * Format: date-time
             * @description UTC
             */
            requestedAt: string;
            /**
             * Format: date-time
             * @description UTC
             */
            doneAt: string | null;
            /** @description Instances ended with the reason `erased` */
            ended: number;
            /** @description All instances of the user */
            instances: number;
            /** @description Workflows deleted from Temporal */
            workflows: number;
            /** @description Workflows still to delete from Temporal */
            left: number;
        };
        DeadLetterPage: {
            deadLetters: components["schemas"]["DeadLetter"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        DeadLetter: {
            id: number;
            /**
             * @description `event`: a journey failed to process it. `due`: scheduled work failed. `loop`: the event triggered itself too often, so it can't be replayed.
             * @enum {string}
             */
            kind: "event" | "due" | "loop";
            /** @description Null if the user has been erased */
            userId: string | null;
            /** @description Name of the event, or kind of the due row */
            what: string | null;
            reason: string;
            /**
             * Format: date-time
             * @description UTC
             */
            setAsideAt: string;
            position: number;
        };
        DeadLetterDetail: {
            id: number;
            /**
             * @description `event`: a journey failed to process it. `due`: scheduled work failed. `loop`: the event triggered itself too often, so it can't be replayed.
             * @enum {string}
             */
            kind: "event" | "due" | "loop";
            /** @description Null if the user has been erased */
            userId: string | null;
            /** @description Name of the event, or kind of the due row */
            what: string | null;
            reason: string;
            /**
             * Format: date-time
             * @description UTC
             */
            setAsideAt: string;
            position: number;
            /** @description Properties of the event, or the due row */
            content: {
                [key: string]: unknown;
            } | null;
        };
        DeadLettersReplayed: {
            /** @description Dead letters replayed */
            replayed: number;
            /** @description Loops, which can't be replayed */
            left: number;
            /** @description True if more dead letters match: call again */
            more: boolean;
        };
        SegmentPage: {
            segments: components["schemas"]["SegmentView"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        SegmentView: {
            id: string;
            name: string;
            /** @description Goes up with each change */
            version: number;
            /** @description Current members */
            members: number;
            /** @description True if the stored document can't be read: changed by hand, or written by another release */
            isUnreadable: boolean;
            /** @description True while users are still being evaluated after a change */
            isFilling: boolean;
            /**
             * Format: date-time
             * @description UTC
             */
            updatedAt: string;
            /** @description The segment. See the schema Segment. */
            document: {
                [key: string]: unknown;
            };
        };
        SegmentPreview: {
            count: number;
            sample: {
                userId: string;
                /** @description Values that decided it */
                read: {
                    [key: string]: unknown;
                };
            }[];
        };
        SegmentWritten: {
            id: string;
            version: number;
            /** @description False if the segment was the same before */
            isNew: boolean;
        };
        SegmentDeleted: {
            id: string;
        };
        Session: {
            workspace: {
                id: string;
            };
            /** @description The signed-in person's name; for a call with a key, its id */
            name: string;
            /** @description Id of the key whose permissions apply */
            key: string;
            scopes: ("ingest" | "read" | "author" | "operate" | "admin")[];
            /** @description URL of the workflow list in Temporal's UI. Append `/<workflowId>` for one workflow. */
            temporalUi: string | null;
        };
        ApiKeys: {
            keys: components["schemas"]["ApiKey"][];
        };
        ApiKey: {
            /** @description Id of the key, as the audit log names it */
            id: string;
            name: string;
            /** @description `ingest`: send events and enter users. `read`: read everything. `author`: change journeys and segments. `operate`: act on instances. `admin`: everything. */
            scopes: ("ingest" | "read" | "author" | "operate" | "admin")[];
            /**
             * Format: date-time
             * @description UTC
             */
            createdAt: string;
            /**
             * Format: date-time
             * @description To the minute
             */
            lastUsedAt: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            revokedAt: string | null;
            /** @description True for the key that made this call */
            isOwn: boolean;
        };
        NewApiKey: {
            /** @description Send it as `Authorization: Bearer …`. It is not shown again. */
            key: string;
        };
        ApiKeyRevoked: {
            id: string;
        };
        /** @description Settings of the workspace. Its policies bind every journey. */
        Settings: {
            /** @description Time zone for reports, new journeys, and quiet hours of users without a time zone */
            timeZone?: components["schemas"]["TimeZone"];
            /** @description How dates such as `03/10/2026` are written, in traits and events. Applies to journeys and segments that are published or saved from now on. */
            dateOrder?: components["schemas"]["DateOrder"];
            /** @description Default for new journeys: country of phone numbers without a country code */
            phoneCountry?: components["schemas"]["Country"];
            /**
             * @description Applies to all journeys, in addition to their own quiet hours. Uses the user's time zone, or the workspace's if the user has none.
             * @default []
             */
            quietHours: components["schemas"]["QuietHours"][];
            /**
             * @description Applies to all journeys, in addition to their own caps
             * @default []
             */
            frequencyCaps: components["schemas"]["FrequencyCap"][];
            controlGroup?: components["schemas"]["ControlGroup"];
            /**
             * @description Topics that messages can be about
             * @default []
             */
            topics: components["schemas"]["TopicSetting"][];
            /** @description Channels that need a yes. Applies to all journeys. */
            consent?: components["schemas"]["ConsentModes"];
            /** @description What is tracked in messages, by channel. Applies to all journeys. */
            tracking?: {
                email?: components["schemas"]["Tracking"];
                sms?: components["schemas"]["SmsTracking"];
            };
        };
        /** @description Hours when only transactional messages are sent */
        QuietHours: {
            /** @description In the user's time zone, or else the journey's */
            from: components["schemas"]["Clock"];
            /** @description First minute after quiet hours. If earlier than `from`, it's on the next day. */
            to: components["schemas"]["Clock"];
            /**
             * @description Days on which quiet hours start: 1 Monday … 7 Sunday. Every day if empty.
             * @default []
             */
            weekdays: number[];
            /**
             * @description Channels. All channels if empty.
             * @default []
             */
            channels: ("email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp")[];
            /**
             * @description `hold`: sends when quiet hours end. `next-day`: sends at the same time on the next day when it isn't quiet, or when quiet hours end if there's no such day within a week. `drop`: takes `suppressed`.
             * @default hold
             * @enum {string}
             */
            policy: "hold" | "next-day" | "drop";
        };
        /** @description Limits the messages of this journey. Messages from all journeys to the user and to the same address count. A message over the limit takes `suppressed`. */
        FrequencyCap: {
            /** @description Maximum number of messages */
            max: number;
            /** @description Rolling window. A day is 24 hours here. */
            per: components["schemas"]["Duration"];
            /**
             * @description Channels to count. All channels if empty.
             * @default []
             */
            channels: ("email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp")[];
            /**
             * @description Tags to count. All messages if empty.
             * @default []
             */
            tags: string[];
            /**
             * @description Topics to count. Leave empty to count all messages.
             * @default []
             */
            topics: string[];
        };
        /** @description Users who get no marketing messages from any journey. They still get transactional messages. The same users stay in the group. */
        ControlGroup: {
            /** @description Share of all users, in percent */
            percent: number;
            /**
             * @description Change it to choose different users
             * @default
             */
            salt: string;
        };
        /** @description A topic that users can subscribe to and unsubscribe from */
        TopicSetting: {
            id: string;
            /**
             * @description Name by language, such as `en` or `pt-BR`, for the preference page
             * @default {}
             */
            names: {
                [key: string]: string;
            };
            /**
             * @description `opt-in`: messages about the topic are sent only after a yes to it. `opt-out`: messages are sent unless there is a no.
             * @default opt-out
             * @enum {string}
             */
            default: "opt-in" | "opt-out";
        };
        Tracking: {
            /**
             * @description Add an invisible image that shows when an email was opened
             * @default true
             */
            opens: boolean;
            /**
             * @description Let links lead by Sojourn. A link with `data-track="off"` stays as it is.
             * @default true
             */
            clicks: boolean;
            /**
             * @description Also in transactional messages
             * @default false
             */
            transactional: boolean;
        };
        SmsTracking: {
            /**
             * @description Let links lead by Sojourn: each becomes a short link of its own, which can cost a segment
             * @default false
             */
            clicks: boolean;
            /**
             * @description Also in transactional messages
             * @default false
             */
            transactional: boolean;
        };
        SmsBudget: {
            /** @description The current day of UTC */
            day: string;
            /** @description Segments sent on that day */
            segments: number;
            /** @description Attempts that were held because the budget was used up */
            held: number;
            /** @description The budget: `SMS_SEGMENTS_PER_DAY`. Null: no limit. */
            segmentsPerDay: number | null;
            /** @description Countries that SMS may go to: `SMS_COUNTRIES`. Null: all. */
            countries: string[] | null;
        };
        AuditPage: {
            entries: {
                id: number;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                at: string;
                /** @description A key's id, or what acted without one */
                actor: string;
                action: string;
                /** @description Ids only */
                about: {
                    [key: string]: unknown;
                };
                /** @description What the change replaced: fields and values, or versions. Null if nothing or unknown. */
                before: {
                    [key: string]: unknown;
                } | null;
                /** @description The values after the change. Null if nothing or unknown. */
                after: {
                    [key: string]: unknown;
                } | null;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        EmailDns: {
            domains: {
                /** @description Domain of a sender: MAIL_FROM, or a sender in a running journey */
                domain: string;
                provider: string;
                records: components["schemas"]["DnsRecord"][];
            }[];
        };
        DnsRecord: {
            /** @enum {string} */
            purpose: "spf" | "dkim" | "dmarc" | "return-path" | "tracking";
            /** @enum {string} */
            type: "TXT" | "CNAME" | "MX" | "A";
            name: string;
            /** @description The value to set. Null: only the provider’s site shows it. */
            wanted: string | null;
            found: string[];
            /**
             * @description `unclear`: only the mail server’s operator can check it. `unanswered`: DNS didn’t answer.
             * @enum {string}
             */
            state: "found" | "missing" | "wrong" | "unclear" | "unanswered";
            /** @description The problem and its fix, or where to find the value */
            detail: string | null;
        };
        ChannelsView: {
            /** @description Increases with each change to the settings */
            version: number;
            /** @description Number of workers that report */
            workers: number;
            settings: components["schemas"]["ChannelsSettings"];
            channels: components["schemas"]["ChannelView"][];
        };
        /** @description Order, weights, limits and switches of providers, by channel */
        ChannelsSettings: {
            email?: {
                providers: components["schemas"]["ProviderSettings"][];
            };
            sms?: {
                providers: components["schemas"]["ProviderSettings"][];
            };
            push?: {
                providers: components["schemas"]["ProviderSettings"][];
            };
            webPush?: {
                providers: components["schemas"]["ProviderSettings"][];
            };
            inApp?: {
                providers: components["schemas"]["ProviderSettings"][];
            };
            whatsapp?: {
                providers: components["schemas"]["ProviderSettings"][];
            };
            webhook?: {
                providers: components["schemas"]["ProviderSettings"][];
            };
            activity?: {
                providers: components["schemas"]["ProviderSettings"][];
            };
        };
        ProviderSettings: {
            /** @description Name of the provider, as in `SMS_PROVIDER` */
            name: string;
            /** @description False: the provider gets no messages */
            isEnabled: boolean;
            /** @description Share of messages that go to this provider first. 0: it only gets messages that the others can’t send. */
            weight: number;
            /** @description Messages per second for all workers together. Null: no limit. Default: `<CHANNEL>_PER_SECOND`. */
            perSecond?: number | null;
            /** @description Messages that can be sent at once after a pause. With the default of 1, no second has more than `perSecond` messages. */
            burst?: number;
        };
        ChannelView: {
            /** @enum {string} */
            channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp" | "webhook" | "activity";
            /** @description Providers, in the order Sojourn tries them */
            providers: components["schemas"]["ProviderView"][];
            /** @description Messages of this workspace that are waiting for a retry */
            waiting: {
                /** @description Messages that no provider has accepted yet. Counting stops at 10000. */
                count: number;
                /**
                 * Format: date-time
                 * @description When the oldest waiting message was due
                 */
                since: string | null;
            };
            /** @description Approximate number of messages, across all workspaces, that are waiting in the channel’s queue because of its limits */
            queued: {
                count: number;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                since: string | null;
            };
        };
        ProviderView: {
            name: string;
            title: string;
            /** @description True: messages go to the inbox only, and no recipient gets them */
            isSandbox: boolean;
            isEnabled: boolean;
            /** @description Share of messages that go to it first */
            weight: number;
            /** @description Limit for all workers together. Null: no limit. */
            perSecond: number | null;
            /** @description Default limit, from `<CHANNEL>_PER_SECOND`. Null: no limit. */
            defaultPerSecond: number | null;
            burst: number;
            /**
             * @description `resting`: the provider asked Sojourn to slow down. `held`: the provider failed several times in a row, and Sojourn tests it with one message at a time. `silent`: no worker reports.
             * @enum {string}
             */
            state: "working" | "resting" | "held" | "disabled" | "silent";
            /**
             * Format: date-time
             * @description UTC
             */
            since: string | null;
            /**
             * Format: date-time
             * @description When the provider takes messages again, or when Sojourn tests it
             */
            until: string | null;
            /** @description Why the provider is resting or held */
            reason: string | null;
            /** @description Messages per second over the last ten seconds, all workers together */
            rate: number;
            /** @description Recent faults, newest first */
            faults: {
                /** @enum {string} */
                type: "busy" | "misconfigured";
                /** @description Error text from the provider or the connection */
                reason: string;
                /**
                 * Format: date-time
                 * @description First time
                 */
                from: string;
                /**
                 * Format: date-time
                 * @description Last time
                 */
                to: string;
                count: number;
            }[];
        };
        InboxPage: {
            messages: components["schemas"]["CaughtMessage"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        CaughtMessage: {
            key: string;
            /** @enum {string} */
            channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp" | "webhook" | "activity";
            /** @enum {string} */
            caughtBy: "smtp" | "sandbox";
            recipient: string;
            subject: string | null;
            body?: unknown;
            /**
             * Format: date-time
             * @description UTC
             */
            caughtAt: string;
            /** @description How often it was sent with this key */
            copies: number;
            /** @description The user, journey and node; null if no journey sent it */
            about: {
                userId: string;
                journey: string;
                instance: string;
                node: string;
            } | null;
        };
        UnmatchedCallbackPage: {
            callbacks: components["schemas"]["UnmatchedCallback"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        UnmatchedCallback: {
            id: number;
            /** @enum {string} */
            channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
            provider: string;
            /** @description The reported status, such as `bounced`. `inbound`: a message from a user. */
            status: string;
            /** @description Reason from the provider, without addresses */
            reason: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            receivedAt: string;
        };
        TestedMessage: {
            /** @enum {string} */
            channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp" | "webhook";
            /** @description The sent message. Null if its template failed. */
            content: {
                [key: string]: unknown;
            } | null;
            /** @description One result per address */
            results: {
                to: string;
                /**
                 * @description `refused`: Sojourn didn’t send it. `held`: the provider can’t accept it right now, or isn’t set up. `unknown`: the provider may have it, because its answer didn’t arrive.
                 * @enum {string}
                 */
                outcome: "sent" | "failed" | "held" | "unknown" | "refused";
                reason: string | null;
                provider: string;
                providerId: string | null;
                /** @description Key of the message in the inbox and at the provider */
                key: string;
            }[];
        };
        Readiness: {
            /** @enum {string} */
            status: "ready" | "not ready";
            checks: {
                [key: string]: {
                    ok: boolean;
                    detail: string;
                    /** @description Whether the API needs it to be ready */
                    isRequired: boolean;
                };
            };
        };
        /**
         * Sojourn journey
         * @description What should happen to each user, from entry to exit
         */
        Journey: {
            /** @description JSON Schema URL, for editors */
            $schema?: string;
            /**
             * @description Version of this format
             * @default 1
             * @constant
             */
            schema: 1;
            /** @description Stable Journey ID, shown next to the name and used in the API, in git and in workflow IDs */
            id: string;
            name: string;
            description?: string;
            /** @default [] */
            labels: string[];
            /** @description Person or team responsible */
            owner?: string;
            /** @default [] */
            goals: components["schemas"]["Goal"][];
            /** @default [] */
            exits: components["schemas"]["ExitRule"][];
            entry: components["schemas"]["Entry"];
            /** @description Maximum time in the journey, counted from entry */
            timeout?: components["schemas"]["Duration"];
            /** @description Used for users without a known time zone */
            timeZone?: components["schemas"]["TimeZone"];
            /** @description How dates such as `03/10/2026` are written. Publishing fills in the workspace's setting. Without either, they aren't read. */
            dateOrder?: components["schemas"]["DateOrder"];
            /** @description Country of phone numbers without a country code. Without it, such numbers are unreachable. */
            phoneCountry?: components["schemas"]["Country"];
            /** @default [] */
            quietHours: components["schemas"]["QuietHours"][];
            /** @default [] */
            frequencyCaps: components["schemas"]["FrequencyCap"][];
            /**
             * @description Priority. 1 goes first.
             * @default 3
             */
            priority: number;
            active?: components["schemas"]["Active"];
            /**
             * @description What a journey pause does to current instances
             * @default hold-clock
             * @enum {string}
             */
            onPause: "hold-clock" | "send-on-resume" | "skip";
            /** @description The first node of the path */
            start: string;
            nodes: {
                [key: string]: components["schemas"]["Node"];
            };
            /** @description Parts of content that messages share: `{% render "footer" %}` */
            blocks?: {
                [key: string]: components["schemas"]["Block"];
            };
            /** @description Canvas positions. They don't affect how the journey runs. */
            layout?: {
                /** @default {} */
                positions: {
                    [key: string]: {
                        x: number;
                        y: number;
                    };
                };
                /** @default {} */
                notes: {
                    [key: string]: string;
                };
            };
        };
        /** @description What the journey should achieve. Counted once per entry. */
        Goal: {
            id: string;
            /** @description Event name, as tracked */
            event?: components["schemas"]["EventName"];
            /** @description Only events that match this condition */
            where?: components["schemas"]["Condition"];
            /** @description Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event. */
            key?: components["schemas"]["Path"] | false;
            /** @description Instead of an event: met when the profile starts to match after entry. A profile that already matches must first stop matching. */
            condition?: components["schemas"]["Condition"];
            /**
             * @description Meeting the goal ends the instance, even outside its window, when it no longer counts
             * @default true
             */
            exits: boolean;
            /** @description Counts as a conversion only within this time, even after the instance has ended. Without a window, it counts while the instance is live. With a control group, it counts for everyone for the journey's timeout, or 30 days. */
            window?: {
                for: components["schemas"]["Duration"];
                /**
                 * @description The last message sent before the goal was met. Without one, and in the control group, the entry.
                 * @enum {string}
                 */
                from: "entry" | "last-send";
            };
        };
        EventName: string;
        Condition: components["schemas"]["ConditionPart"];
        ConditionPart: {
            all: components["schemas"]["ConditionPart"][];
        } | {
            any: components["schemas"]["ConditionPart"][];
        } | {
            not: components["schemas"]["ConditionPart"];
        } | {
            /** @description Segment ID */
            segment: string;
            /** @enum {string} */
            is: "in" | "not-in";
        } | ({
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "=" | "!=";
            value: (string | number | boolean) | null | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: ">" | ">=" | "<" | "<=";
            value: number | string | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "in" | "not-in";
            value: (string | number | boolean)[] | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "contains" | "not-contains";
            value: (string | number | boolean) | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "starts-with" | "ends-with";
            value: string | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "before" | "after";
            /** @description A moment */
            value: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            } | {
                daysAgo: number;
            } | {
                daysAhead: number;
            } | {
                path: components["schemas"]["Path"];
            };
            /**
             * @description The value is a calendar date, such as a birthday: its day counts as written, whatever its time or offset, so no time zone moves it
             * @constant
             */
            calendar?: true;
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "exists" | "missing";
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "any-item" | "all-items" | "no-item";
            where: components["schemas"]["ItemCondition"];
        } | {
            /** @constant */
            op: "count";
            path: components["schemas"]["Path"];
            /**
             * @description How it is compared with the value
             * @enum {string}
             */
            is: "=" | "!=" | ">" | ">=" | "<" | "<=";
            value: number;
            /** @description Only items that match */
            where?: components["schemas"]["ItemCondition"];
        } | {
            /** @enum {string} */
            op: "sum" | "min" | "max";
            /** @description The number in each item */
            of: string;
            path: components["schemas"]["Path"];
            /**
             * @description How it is compared with the value
             * @enum {string}
             */
            is: "=" | "!=" | ">" | ">=" | "<" | "<=";
            value: number;
            /** @description Only items that match */
            where?: components["schemas"]["ItemCondition"];
        });
        /** @description Where a value is found: "profile.plan", "event.cart.total", "context.entry.cartId". A name with a dot or a bracket stands in brackets: event["utm.source"] */
        Path: string;
        /** @description A length of time: "90s", "2h30m", "3d", "1w". "24h" is 24 hours; "1d" is the same clock time tomorrow */
        Duration: string;
        ItemCondition: components["schemas"]["ItemConditionPart"];
        ItemConditionPart: {
            all: components["schemas"]["ItemConditionPart"][];
        } | {
            any: components["schemas"]["ItemConditionPart"][];
        } | {
            not: components["schemas"]["ItemConditionPart"];
        } | ({
            /** @description Where a value is found in an item: "item.category", or "item" for itself */
            path: string;
            /** @enum {string} */
            op: "=" | "!=";
            value: (string | number | boolean) | null;
        } | {
            /** @description Where a value is found in an item: "item.category", or "item" for itself */
            path: string;
            /** @enum {string} */
            op: ">" | ">=" | "<" | "<=";
            value: number | string;
        } | {
            /** @description Where a value is found in an item: "item.category", or "item" for itself */
            path: string;
            /** @enum {string} */
            op: "in" | "not-in";
            value: (string | number | boolean)[];
        } | {
            /** @description Where a value is found in an item: "item.category", or "item" for itself */
            path: string;
            /** @enum {string} */
            op: "contains" | "not-contains";
            value: string | number | boolean;
        } | {
            /** @description Where a value is found in an item: "item.category", or "item" for itself */
            path: string;
            /** @enum {string} */
            op: "starts-with" | "ends-with";
            value: string;
        } | {
            /** @description Where a value is found in an item: "item.category", or "item" for itself */
            path: string;
            /** @enum {string} */
            op: "before" | "after";
            /** @description A date or date-time, ISO 8601 */
            value: string;
        } | {
            /** @description Where a value is found in an item: "item.category", or "item" for itself */
            path: string;
            /** @enum {string} */
            op: "exists" | "missing";
        });
        /** @description An event or a condition that ends the instance although no goal was met */
        ExitRule: {
            /** @description Event name, as tracked */
            event?: components["schemas"]["EventName"];
            /** @description Only events that match this condition */
            where?: components["schemas"]["Condition"];
            /** @description Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event. */
            key?: components["schemas"]["Path"] | false;
            /** @description Instead of an event: met when the profile starts to match after entry. A profile that already matches must first stop matching. */
            condition?: components["schemas"]["Condition"];
            /** @description Exit reason shown in reports */
            reason: string;
        };
        Entry: {
            /** @constant */
            type: "event";
            /** @description Name of the entry event */
            event: components["schemas"]["EventName"];
            /** @description Only users who match this condition */
            where?: components["schemas"]["Condition"];
            /** @description How long to keep checking users who don't match yet */
            grace?: components["schemas"]["Duration"];
            /** @description What tells two instances of one user apart, such as a cart or booking */
            key?: components["schemas"]["Path"];
            /** @description Sends a second entry with the same user and entry key to the current instance instead of ignoring it */
            whileInside?: {
                /** @description The current instance receives the second entry as an event with this name */
                deliverAs: components["schemas"]["EventName"];
            };
            /**
             * @default {
             *       "policy": "never"
             *     }
             */
            reentry: components["schemas"]["Reentry"];
            /** @description Maximum number of entries */
            capacity?: {
                max: number;
                /** @enum {string} */
                per: "hour" | "day" | "ever";
            };
            /**
             * @description Percentage of qualified users who get no messages, to measure lift. A user's group never changes. Goals are counted from entry.
             * @default 0
             */
            controlGroup: number;
        } | {
            /** @constant */
            type: "inaction";
            /** @description Name of the event that starts the clock */
            event: components["schemas"]["EventName"];
            /** @description Users who do this in time don't enter. The last millisecond still counts. */
            without: {
                /** @description Event name, as tracked */
                event: components["schemas"]["EventName"];
                /** @description Only events that match this condition */
                where?: components["schemas"]["Condition"];
                /** @description Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event. */
                key?: components["schemas"]["Path"] | false;
            };
            /** @description Time limit. Repeating the first event doesn't restart it. */
            within: components["schemas"]["Duration"];
            /** @description Only users who match this condition */
            where?: components["schemas"]["Condition"];
            /** @description How long to keep checking users who don't match yet */
            grace?: components["schemas"]["Duration"];
            /** @description What tells two instances of one user apart, such as a cart or booking */
            key?: components["schemas"]["Path"];
            /** @description Sends a second entry with the same user and entry key to the current instance instead of ignoring it */
            whileInside?: {
                /** @description The current instance receives the second entry as an event with this name */
                deliverAs: components["schemas"]["EventName"];
            };
            /**
             * @default {
             *       "policy": "never"
             *     }
             */
            reentry: components["schemas"]["Reentry"];
            /** @description Maximum number of entries */
            capacity?: {
                max: number;
                /** @enum {string} */
                per: "hour" | "day" | "ever";
            };
            /**
             * @description Percentage of qualified users who get no messages, to measure lift. A user's group never changes. Goals are counted from entry.
             * @default 0
             */
            controlGroup: number;
        } | {
            /** @constant */
            type: "segment";
            /** @description Segment ID */
            segment: string;
            /**
             * @description When users join or leave the segment
             * @default joins
             * @enum {string}
             */
            on: "joins" | "leaves";
            /**
             * @description With joins: current members enter when you publish
             * @default false
             */
            existing: boolean;
            /** @description Only users who match this condition */
            where?: components["schemas"]["Condition"];
            /** @description How long to keep checking users who don't match yet */
            grace?: components["schemas"]["Duration"];
            /** @description What tells two instances of one user apart, such as a cart or booking */
            key?: components["schemas"]["Path"];
            /** @description Sends a second entry with the same user and entry key to the current instance instead of ignoring it */
            whileInside?: {
                /** @description The current instance receives the second entry as an event with this name */
                deliverAs: components["schemas"]["EventName"];
            };
            /**
             * @default {
             *       "policy": "never"
             *     }
             */
            reentry: components["schemas"]["Reentry"];
            /** @description Maximum number of entries */
            capacity?: {
                max: number;
                /** @enum {string} */
                per: "hour" | "day" | "ever";
            };
            /**
             * @description Percentage of qualified users who get no messages, to measure lift. A user's group never changes. Goals are counted from entry.
             * @default 0
             */
            controlGroup: number;
        } | {
            /** @constant */
            type: "schedule";
            /** @description Members of this segment when the run starts. All users if omitted. */
            segment?: string;
            /** @description One or more dates, such as `2026-12-01T09:00`, in the journey’s time zone */
            at?: components["schemas"]["Moment"][];
            /** @description Repeating schedule */
            every?: components["schemas"]["Recurrence"];
            /** @description Spread entries evenly over this time instead of all at once */
            spread?: components["schemas"]["Duration"];
            /** @description Maximum entries per second */
            perSecond?: number;
            /** @description Only users who match this condition */
            where?: components["schemas"]["Condition"];
            /** @description How long to keep checking users who don't match yet */
            grace?: components["schemas"]["Duration"];
            /** @description What tells two instances of one user apart, such as a cart or booking */
            key?: components["schemas"]["Path"];
            /** @description Sends a second entry with the same user and entry key to the current instance instead of ignoring it */
            whileInside?: {
                /** @description The current instance receives the second entry as an event with this name */
                deliverAs: components["schemas"]["EventName"];
            };
            /**
             * @default {
             *       "policy": "never"
             *     }
             */
            reentry: components["schemas"]["Reentry"];
            /** @description Maximum number of entries */
            capacity?: {
                max: number;
                /** @enum {string} */
                per: "hour" | "day" | "ever";
            };
            /**
             * @description Percentage of qualified users who get no messages, to measure lift. A user's group never changes. Goals are counted from entry.
             * @default 0
             */
            controlGroup: number;
        } | {
            /** @constant */
            type: "date";
            /** @description Trait with the date: "1990-03-14", "2026-03-14T09:00", or seconds since the epoch */
            trait: string;
            /**
             * @description The value is a calendar date, such as a birthday: its day counts as written, whatever its time or offset, so no time zone moves it
             * @constant
             */
            calendar?: true;
            offset?: components["schemas"]["Offset"];
            /** @description Time of day to use instead of the date's own. A date without a time means midnight. */
            at?: components["schemas"]["Clock"];
            /**
             * @description Repeat every year from that date. February 29 becomes February 28 in other years.
             * @default false
             */
            yearly: boolean;
            /** @description Only users who match this condition */
            where?: components["schemas"]["Condition"];
            /** @description How long to keep checking users who don't match yet */
            grace?: components["schemas"]["Duration"];
            /** @description What tells two instances of one user apart, such as a cart or booking */
            key?: components["schemas"]["Path"];
            /** @description Sends a second entry with the same user and entry key to the current instance instead of ignoring it */
            whileInside?: {
                /** @description The current instance receives the second entry as an event with this name */
                deliverAs: components["schemas"]["EventName"];
            };
            /**
             * @default {
             *       "policy": "never"
             *     }
             */
            reentry: components["schemas"]["Reentry"];
            /** @description Maximum number of entries */
            capacity?: {
                max: number;
                /** @enum {string} */
                per: "hour" | "day" | "ever";
            };
            /**
             * @description Percentage of qualified users who get no messages, to measure lift. A user's group never changes. Goals are counted from entry.
             * @default 0
             */
            controlGroup: number;
        } | {
            /** @constant */
            type: "journey";
            /** @description Journey ID of the other journey */
            journey: string;
            /**
             * @description When a user enters it
             * @constant
             */
            entered?: true;
            /** @description When a user reaches this node */
            reached?: string;
            /** @description When a user exits for this reason, such as "completed", "goal" or "timeout". Use true for any reason. */
            exited?: string | true;
            /** @description Only users who match this condition */
            where?: components["schemas"]["Condition"];
            /** @description How long to keep checking users who don't match yet */
            grace?: components["schemas"]["Duration"];
            /** @description What tells two instances of one user apart, such as a cart or booking */
            key?: components["schemas"]["Path"];
            /** @description Sends a second entry with the same user and entry key to the current instance instead of ignoring it */
            whileInside?: {
                /** @description The current instance receives the second entry as an event with this name */
                deliverAs: components["schemas"]["EventName"];
            };
            /**
             * @default {
             *       "policy": "never"
             *     }
             */
            reentry: components["schemas"]["Reentry"];
            /** @description Maximum number of entries */
            capacity?: {
                max: number;
                /** @enum {string} */
                per: "hour" | "day" | "ever";
            };
            /**
             * @description Percentage of qualified users who get no messages, to measure lift. A user's group never changes. Goals are counted from entry.
             * @default 0
             */
            controlGroup: number;
        } | {
            /** @constant */
            type: "list";
            /** @description Spread entries evenly over this time instead of all at once */
            spread?: components["schemas"]["Duration"];
            /** @description Maximum entries per second */
            perSecond?: number;
            /** @description Only users who match this condition */
            where?: components["schemas"]["Condition"];
            /** @description How long to keep checking users who don't match yet */
            grace?: components["schemas"]["Duration"];
            /** @description What tells two instances of one user apart, such as a cart or booking */
            key?: components["schemas"]["Path"];
            /** @description Sends a second entry with the same user and entry key to the current instance instead of ignoring it */
            whileInside?: {
                /** @description The current instance receives the second entry as an event with this name */
                deliverAs: components["schemas"]["EventName"];
            };
            /**
             * @default {
             *       "policy": "never"
             *     }
             */
            reentry: components["schemas"]["Reentry"];
            /** @description Maximum number of entries */
            capacity?: {
                max: number;
                /** @enum {string} */
                per: "hour" | "day" | "ever";
            };
            /**
             * @description Percentage of qualified users who get no messages, to measure lift. A user's group never changes. Goals are counted from entry.
             * @default 0
             */
            controlGroup: number;
        } | {
            /** @constant */
            type: "api";
            /** @description Only users who match this condition */
            where?: components["schemas"]["Condition"];
            /** @description How long to keep checking users who don't match yet */
            grace?: components["schemas"]["Duration"];
            /** @description What tells two instances of one user apart, such as a cart or booking */
            key?: components["schemas"]["Path"];
            /** @description Sends a second entry with the same user and entry key to the current instance instead of ignoring it */
            whileInside?: {
                /** @description The current instance receives the second entry as an event with this name */
                deliverAs: components["schemas"]["EventName"];
            };
            /**
             * @default {
             *       "policy": "never"
             *     }
             */
            reentry: components["schemas"]["Reentry"];
            /** @description Maximum number of entries */
            capacity?: {
                max: number;
                /** @enum {string} */
                per: "hour" | "day" | "ever";
            };
            /**
             * @description Percentage of qualified users who get no messages, to measure lift. A user's group never changes. Goals are counted from entry.
             * @default 0
             */
            controlGroup: number;
        };
        Reentry: {
            /** @constant */
            policy: "never";
        } | {
            /** @constant */
            policy: "always";
        } | {
            /** @constant */
            policy: "after";
            gap: components["schemas"]["Duration"];
        } | {
            /** @constant */
            policy: "at-most";
            times: number;
        };
        /** @description ISO 8601: `2026-12-24T09:00` on the local clock, `2026-12-24T09:00Z` at one instant */
        Moment: string;
        /** @description When something comes again */
        Recurrence: {
            /** @constant */
            unit: "day";
            /**
             * @description Every nth day
             * @default 1
             */
            n: number;
            /** @description In the journey’s time zone */
            at: components["schemas"]["Clock"];
            /**
             * Format: date
             * @description First day. Intervals are counted from it.
             * @default 2024-01-01
             */
            from: string;
        } | {
            /** @constant */
            unit: "week";
            /**
             * @description Every nth week. Weeks start on Monday.
             * @default 1
             */
            n: number;
            /**
             * @description 1 Monday … 7 Sunday. The weekday of `from` if empty.
             * @default []
             */
            weekdays: number[];
            /** @description In the journey’s time zone */
            at: components["schemas"]["Clock"];
            /**
             * Format: date
             * @description First day. Intervals are counted from it.
             * @default 2024-01-01
             */
            from: string;
        } | {
            /** @constant */
            unit: "month";
            /**
             * @description Every nth month
             * @default 1
             */
            n: number;
            /**
             * @description Days of the month. The day of `from` if empty. In shorter months, the last day.
             * @default []
             */
            days: number[];
            /** @description In the journey’s time zone */
            at: components["schemas"]["Clock"];
            /**
             * Format: date
             * @description First day. Intervals are counted from it.
             * @default 2024-01-01
             */
            from: string;
        };
        Clock: string;
        /** @description So long before or after the date; days are calendar days */
        Offset: {
            by: components["schemas"]["Duration"];
            /** @enum {string} */
            direction: "before" | "after";
        };
        /**
         * Format: iana-time-zone
         * @description An IANA name: `Europe/Amsterdam`
         */
        TimeZone: string;
        /**
         * @description How dates such as `03/10/2026` are written: `dmy` day first, `mdy` month first
         * @enum {string}
         */
        DateOrder: "dmy" | "mdy";
        /** @description Two letters of ISO 3166: `NL` */
        Country: string;
        /** @description Dates between which users can enter */
        Active: {
            /** @description When entry opens, such as `2026-12-01T09:00`, in the journey's time zone. Until then the journey is scheduled. */
            from?: components["schemas"]["Moment"];
            /** @description When entry closes. The journey completes after the last instance ends. */
            until?: components["schemas"]["Moment"];
        };
        Node: {
            /** @constant */
            type: "message";
            /** @enum {string} */
            channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
            /** @description A workspace template, such as `{"id": "welcome"}`. Use it instead of `content`. A string only sets the name in reports, which is the node ID by default. */
            template?: string | components["schemas"]["TemplateReference"];
            /** @default {} */
            content: components["schemas"]["Content"];
            /** @description Content by language, such as `de` or `pt-BR`, for users with that `locale`. `de-AT` falls back to `de`, then to `content`, and so do fields that a variant leaves out. */
            variants?: {
                [key: string]: components["schemas"]["Content"];
            };
            /**
             * @description Kinds of message that frequency caps can count
             * @default []
             */
            tags: string[];
            /** @description What it is about, such as `newsletter`. Users can unsubscribe from one topic. */
            topic?: string;
            /**
             * @description For receipts, password resets and the like. Ignores consent, complaints, quiet hours and frequency caps.
             * @default false
             */
            transactional: boolean;
            /** @description Whether frequency caps count this message. Only a transactional message can turn this off. */
            counts?: boolean;
            /** @description How long to wait for an engagement, such as `clicked` or `bounced`, if its port is linked */
            engagement?: {
                /** @description Counted from sending. Then the message takes `timeout`. */
                within: components["schemas"]["Duration"];
            };
            /**
             * Don't send later than
             * @description Counted from the arrival at this node, quiet hours and pauses included. A message that is late leaves by `expired` if that is linked, else by `failed`
             */
            expiresAfter?: components["schemas"]["Duration"];
            /**
             * Give up after
             * @description How long to keep trying while the other side is busy or away. Then it leaves by `failed`, or by a more specific port. 24 hours if left out
             */
            giveUpAfter?: components["schemas"]["Duration"];
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "webhook";
            /** @description URL, http or https. A Liquid template. */
            url: string;
            /**
             * @default POST
             * @enum {string}
             */
            method: "POST" | "PUT" | "PATCH";
            /** @default {} */
            headers: {
                [key: string]: string;
            };
            /**
             * @description JSON body. Its texts are Liquid templates.
             * @default {}
             */
            body: components["schemas"]["__schema0"];
            /** @description Store the JSON answer as context.<name> */
            as?: string;
            /**
             * Give up after
             * @description How long to keep trying while the other side is busy or away. Then it leaves by `failed`, or by a more specific port. One hour if left out
             */
            giveUpAfter?: components["schemas"]["Duration"];
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "delay";
            /** @description How long to wait. "24h" is 24 hours, "1d" is the same local time tomorrow. */
            for: components["schemas"]["Duration"];
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "waitUntil";
            date: {
                at: components["schemas"]["Moment"];
                offset?: components["schemas"]["Offset"];
            } | {
                path: components["schemas"]["Path"];
                offset?: components["schemas"]["Offset"];
                /**
                 * @description The value is a calendar date, such as a birthday: its day counts as written, whatever its time or offset, so no time zone moves it
                 * @constant
                 */
                calendar?: true;
            } | {
                time: components["schemas"]["Clock"];
                /**
                 * @description 1 Monday … 7 Sunday. Any day if empty.
                 * @default []
                 */
                weekdays: number[];
            } | {
                window: {
                    from: components["schemas"]["Clock"];
                    to: components["schemas"]["Clock"];
                };
                /**
                 * @description 1 Monday … 7 Sunday. Any day if empty.
                 * @default []
                 */
                weekdays: number[];
            };
            /** @description An event that moves the date. Its properties are stored (as `entry` unless `as` says otherwise), and the date is read again. */
            reresolveOn?: {
                /** @description Event name, as tracked */
                event: components["schemas"]["EventName"];
                /** @description Only events that match this condition */
                where?: components["schemas"]["Condition"];
                /** @description Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event. */
                key?: components["schemas"]["Path"] | false;
                /** @description Store its properties as context.<name> */
                as?: string;
            };
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "waitFor";
            /** @description One port for each event, by name */
            events: {
                [key: string]: {
                    /** @description Event name, as tracked */
                    event: components["schemas"]["EventName"];
                    /** @description Only events that match this condition */
                    where?: components["schemas"]["Condition"];
                    /** @description Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event. */
                    key?: components["schemas"]["Path"] | false;
                    /** @description Store its properties as context.<name> */
                    as?: string;
                };
            };
            /** @description Take `timeout` if none has happened by then. `never` means there is no limit. */
            timeout: components["schemas"]["Duration"] | "never";
            /**
             * @description Which events count: since entry, since arriving at the previous node, or only from now
             * @default previous
             * @enum {string}
             */
            since: "entry" | "previous" | "now";
            /** @description An event that updates the stored properties without moving anyone */
            refreshOn?: {
                /** @description Event name, as tracked */
                event: components["schemas"]["EventName"];
                /** @description Only events that match this condition */
                where?: components["schemas"]["Condition"];
                /** @description Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event. */
                key?: components["schemas"]["Path"] | false;
                /** @description Store its properties as context.<name> */
                as?: string;
            };
            /** @description An event that restarts the wait from its own time and updates the stored properties (as `entry` unless `as` says otherwise) */
            restartOn?: {
                /** @description Event name, as tracked */
                event: components["schemas"]["EventName"];
                /** @description Only events that match this condition */
                where?: components["schemas"]["Condition"];
                /** @description Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event. */
                key?: components["schemas"]["Path"] | false;
                /** @description Store its properties as context.<name> */
                as?: string;
                /**
                 * @description Maximum restarts. After that, the time runs out.
                 * @default 100
                 */
                max: number;
            };
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "inaction";
            /** @description Event name, as tracked */
            event: components["schemas"]["EventName"];
            /** @description Only events that match this condition */
            where?: components["schemas"]["Condition"];
            /** @description Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event. */
            key?: components["schemas"]["Path"] | false;
            /** @description Store its properties as context.<name> */
            as?: string;
            /** @description Time limit. Users who haven't done it by then take `didNot`. */
            within: components["schemas"]["Duration"];
            /**
             * @description Which events count: since entry, since arriving at the previous node, or only from now
             * @default now
             * @enum {string}
             */
            since: "entry" | "previous" | "now";
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "bestTime";
            /**
             * @description Events that count as user activity
             * @default [
             *       "$message.viewed",
             *       "$message.clicked"
             *     ]
             */
            from: components["schemas"]["EventName"][];
            /**
             * @description How far back to look. A day is 24 hours here.
             * @default 180d
             */
            over: components["schemas"]["Duration"];
            /**
             * @description Use the fallback if there are fewer events than this
             * @default 3
             */
            atLeast: number;
            /** @description Used when there's too little data: the next such local time, or no wait */
            fallback: components["schemas"]["Clock"] | "now";
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "branch";
            /** @description Rules, checked in order */
            rules: {
                port: string;
                when: components["schemas"]["Condition"];
            }[];
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "split";
            /** @description Stable ID. Users keep their path under this ID across versions and re-entries. */
            experiment: string;
            /** @description Weight by port */
            paths: {
                [key: string]: number;
            };
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "intelli";
            /** @description Stable ID. Users keep their path under this ID across versions and re-entries. */
            experiment: string;
            /** @description Share of traffic by port */
            paths: {
                [key: string]: {
                    /** @description Initial weight. Without any weights, all paths are equal. */
                    weight?: number;
                };
            };
            /**
             * @description `automatic`: weights adjust to conversions every 5 minutes. `manual`: people set the weights.
             * @default automatic
             * @enum {string}
             */
            mode: "automatic" | "manual";
            /**
             * @description The experiment's own goals. Meeting any of them counts as a conversion.
             * @default []
             */
            goals: components["schemas"]["IntelliGoal"][];
            /**
             * @description Minimum percentage of traffic for each path in automatic mode, so that testing continues
             * @default 5
             */
            floor: number;
            /**
             * @description When an assignment counts: immediately, or after its window has passed. Waiting is fairer to paths that convert slowly.
             * @default at-once
             * @enum {string}
             */
            counting: "at-once" | "after-window";
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "update";
            /** @default {} */
            set: {
                [key: string]: components["schemas"]["Value"];
            };
            /**
             * @description Amounts to add. A missing trait counts as 0.
             * @default {}
             */
            increment: {
                [key: string]: number;
            };
            /**
             * @description Values to add to a list, unless already there
             * @default {}
             */
            append: {
                [key: string]: components["schemas"]["Value"];
            };
            /**
             * @description Values to remove from a list
             * @default {}
             */
            remove: {
                [key: string]: components["schemas"]["Value"];
            };
            /** @default [] */
            unset: string[];
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "activity";
            /** @description Registered name of the activity. `GET /v1/activities` lists all names. */
            activity: string;
            /**
             * @description Input values by name. Texts are Liquid templates; `{"path": "profile.plan"}` passes the value itself.
             * @default {}
             */
            input: {
                [key: string]: components["schemas"]["Value"];
            };
            /** @description Store the output as context.<name> */
            as?: string;
            /**
             * Give up after
             * @description How long to keep trying while the other side is busy or away. Then it leaves by `failed`, or by a more specific port. 24 hours if left out
             */
            giveUpAfter?: components["schemas"]["Duration"];
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "enterJourney";
            /** @description Journey ID of the other journey */
            journey: string;
            /**
             * @description Properties of the entry event. The other journey reads its entry key from them and stores them as context.entry.
             * @default {}
             */
            properties: {
                [key: string]: components["schemas"]["Value"];
            };
            name?: string;
            /** @description Default link, for every port without a link of its own */
            then?: string;
            /** @description Port → node */
            links?: {
                [key: string]: string;
            };
            /** @description Maximum visits per instance. The next visit takes `limit` immediately, which ends a loop. */
            maxVisits?: number;
        } | {
            /** @constant */
            type: "exit";
            /**
             * @description Exit reason shown in reports
             * @default completed
             */
            reason: string;
            name?: string;
        };
        /** @description A workspace template, which has the content */
        TemplateReference: {
            /** @description ID of the template */
            id: string;
            /** @description Version to send. Default: the latest version at publishing. */
            version?: number;
        };
        Content: {
            subject?: string;
            /** @description The line that mail programs show after the subject */
            preheader?: string;
            title?: string;
            text?: string;
            html?: string;
            /** @description MJML, which Sojourn compiles to HTML. Use it instead of `html`. Email only. Put `{% if %}` and `{% for %}` between elements inside `<mj-raw>`. */
            mjml?: string;
            url?: string;
            /** @description Sender, such as `Shop <news@shop.example>`. The default is the installation’s. */
            from?: string;
            /** @description Address that gets replies, such as `help@shop.example` */
            replyTo?: string;
            /** @description URL of a picture. Push and web push only, as all fields below. */
            image?: string;
            /** @description Number on the app’s icon. Left out if it isn’t a whole number. */
            badge?: string;
            /** @description Name of a sound in the app, or `default`. Push only. */
            sound?: string;
            /** @description A later message with the same ID replaces this one on the device */
            collapseId?: string;
            /**
             * Format: time-to-live
             * @description How long the provider keeps the message for a device that is offline. At most 28 days, which is the default.
             */
            timeToLive?: components["schemas"]["Duration"];
            /**
             * @description Whether a device in power saving is woken: `high` wakes it immediately. `normal` by default.
             * @enum {string}
             */
            urgency?: "very-low" | "low" | "normal" | "high";
            whatsappTemplate?: components["schemas"]["WhatsAppTemplate"];
        };
        /** @description A template that Meta has approved. Required once the user’s last message is more than 24 hours old. */
        WhatsAppTemplate: {
            /** @description Name of the template at Meta */
            name: string;
            /** @description Language code of the template at Meta, such as `en_US` */
            language: string;
            /**
             * @description Liquid values of `{{1}}`, `{{2}}` and so on in the template’s body
             * @default []
             */
            parameters: string[];
        };
        __schema0: string | number | boolean | null | components["schemas"]["__schema0"][] | {
            [key: string]: components["schemas"]["__schema0"];
        };
        /** @description Goal that a path is measured by. Meeting it doesn’t end the journey. */
        IntelliGoal: {
            id: string;
            /** @description Event name, as tracked */
            event: components["schemas"]["EventName"];
            /** @description Only events that match this condition */
            where?: components["schemas"]["Condition"];
            /** @description Event property that must equal the entry key. Defaults to the entry's own property. Use false to accept any event. */
            key?: components["schemas"]["Path"] | false;
            /**
             * @description Counts only within this time after the assignment
             * @default 7d
             */
            within: components["schemas"]["Duration"];
        };
        /** @description A value, or where one is found: {"path": "context.entry.plan"} */
        Value: {
            path: components["schemas"]["Path"];
        } | components["schemas"]["__schema0"];
        Block: {
            /** @description Liquid */
            content: string;
            /** @description By the language of the user: see `variants` of a message */
            variants?: {
                [key: string]: string;
            };
        };
        /**
         * @example {
         *       "userId": "ada",
         *       "event": "Added to Cart",
         *       "properties": {
         *         "cartId": "c1",
         *         "total": 30
         *       }
         *     }
         */
        Track: ({
            /** @description A repeated id within 35 days is a duplicate and is ignored. Without an id, every message is new. */
            messageId?: string;
            /** @description The company's own id; this or anonymousId */
            userId?: string;
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, for reports. Decisions use the time of arrival.
             */
            timestamp?: string;
            /** @description Its name, not beginning with $ */
            event: string;
            properties?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        }) | unknown | unknown;
        /**
         * @example {
         *       "userId": "ada",
         *       "traits": {
         *         "email": "ada@example.com",
         *         "plan": "free"
         *       }
         *     }
         */
        Identify: ({
            /** @description A repeated id within 35 days is a duplicate and is ignored. Without an id, every message is new. */
            messageId?: string;
            /** @description The company's own id; this or anonymousId */
            userId?: string;
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, for reports. Decisions use the time of arrival.
             */
            timestamp?: string;
            /** @description Null removes a trait */
            traits?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        }) | unknown | unknown;
        Page: ({
            /** @description A repeated id within 35 days is a duplicate and is ignored. Without an id, every message is new. */
            messageId?: string;
            /** @description The company's own id; this or anonymousId */
            userId?: string;
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, for reports. Decisions use the time of arrival.
             */
            timestamp?: string;
            name?: string;
            category?: string;
            properties?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        }) | unknown | unknown;
        /**
         * @example {
         *       "userId": "ada",
         *       "groupId": "acme",
         *       "traits": {
         *         "plan": "enterprise"
         *       }
         *     }
         */
        Group: ({
            /** @description A repeated id within 35 days is a duplicate and is ignored. Without an id, every message is new. */
            messageId?: string;
            /** @description The company's own id; this or anonymousId */
            userId?: string;
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, for reports. Decisions use the time of arrival.
             */
            timestamp?: string;
            groupId?: string;
            /** @description Traits of the group */
            traits?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        }) | unknown | unknown;
        Alias: {
            /** @description A repeated id within 35 days is a duplicate and is ignored. Without an id, every message is new. */
            messageId?: string;
            /** @description The company's own id; this or anonymousId */
            userId?: string;
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, for reports. Decisions use the time of arrival.
             */
            timestamp?: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * @example {
         *       "batch": [
         *         {
         *           "type": "track",
         *           "userId": "ada",
         *           "event": "Charged",
         *           "messageId": "m-1",
         *           "properties": {
         *             "cartId": "c1"
         *           }
         *         }
         *       ]
         *     }
         */
        Batch: {
            /** @description Messages of the other routes, each with its type */
            batch: ({
                type: string;
                /** @description A repeated id within 35 days is a duplicate and is ignored. Without an id, every message is new. */
                messageId?: string;
                /** @description The company's own id; this or anonymousId */
                userId?: string;
                anonymousId?: string;
                /**
                 * Format: date-time
                 * @description When it happened, for reports. Decisions use the time of arrival.
                 */
                timestamp?: string;
            } & {
                [key: string]: unknown;
            })[];
            /**
             * Format: date-time
             * @description The sender's clock when it sent the batch. Corrects the timestamps.
             */
            sentAt?: string;
        } & {
            [key: string]: unknown;
        };
        Command: {
            /** @constant */
            command: "pause";
            /** @description Applies only while the instance is in this visit. Refused if it has moved on. */
            visit?: number;
        } | {
            /** @constant */
            command: "resume";
            /** @description Applies only while the instance is in this visit. Refused if it has moved on. */
            visit?: number;
        } | {
            /** @constant */
            command: "retry";
            /** @description Applies only while the instance is in this visit. Refused if it has moved on. */
            visit?: number;
        } | {
            /** @constant */
            command: "skip";
            /** @description Applies only while the instance is in this visit. Refused if it has moved on. */
            visit?: number;
        } | {
            /** @constant */
            command: "move";
            to: string;
            /** @description Applies only while the instance is in this visit. Refused if it has moved on. */
            visit?: number;
        } | {
            /** @constant */
            command: "migrate";
            /** @description Any published version */
            version: number;
            /**
             * @description What happens to the wait: `keep` its deadline (default), `restart` it, or `re-evaluate` it from the original arrival by the new version
             * @enum {string}
             */
            how?: "keep" | "restart" | "re-evaluate";
            /** @description Go to this node of the new version instead */
            to?: string;
            /** @description Applies only while the instance is in this visit. Refused if it has moved on. */
            visit?: number;
        } | {
            /** @constant */
            command: "exit";
            /** @default ended-by-operator */
            reason: string;
            /** @description Applies only while the instance is in this visit. Refused if it has moved on. */
            visit?: number;
        };
        Stop: {
            /**
             * @description `now` ends all instances with the reason `stopped`. `drain` closes entry and lets current instances finish.
             * @enum {string}
             */
            mode: "now" | "drain";
        };
        BulkAction: {
            /** @description Journey IDs */
            ids: string[];
            /** @enum {string} */
            action: "start" | "pause" | "resume" | "archive";
        } | {
            /** @description Journey IDs */
            ids: string[];
            /** @constant */
            action: "stop";
            /**
             * @description `drain` lets current instances finish, `now` ends them
             * @enum {string}
             */
            mode: "drain" | "now";
        };
        /** @description Message content that several journeys can send */
        MessageTemplate: {
            /** @description Stable ID that nodes refer to */
            id: string;
            name: string;
            /** @constant */
            kind: "message";
            /** @enum {string} */
            channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
            content: components["schemas"]["Content"];
            /** @description Content by language: see `variants` of a message node */
            variants?: {
                [key: string]: components["schemas"]["Content"];
            };
        };
        /** @description A content block: messages render it by {% render "id" %} */
        BlockTemplate: {
            /** @description Stable ID that nodes refer to */
            id: string;
            name: string;
            /** @constant */
            kind: "block";
            /** @description Liquid */
            content: string;
            /** @description By the language of the user: see `variants` of a message */
            variants?: {
                [key: string]: string;
            };
        };
        ExperimentEdit: {
            /** @enum {string} */
            mode?: "automatic" | "manual";
            /** @description Weights of all paths, with any sum. Manual mode only. */
            weights?: {
                [key: string]: number;
            };
        };
        NewDevice: {
            /** @constant */
            channel: "push";
            /** @description Token of FCM or APNs */
            token: string;
            /** @enum {string} */
            platform?: "android" | "ios" | "web";
            /**
             * @description Who issued the token. By default, APNs for a token of hexadecimal digits only, and FCM for others.
             * @enum {string}
             */
            provider?: "fcm" | "apns";
            /** @description Bundle ID of the app. By default, the one in the settings. */
            app?: string;
            /**
             * @description Which service of APNs knows the token. Found out with the first message if absent.
             * @enum {string}
             */
            environment?: "development" | "production";
        } | {
            /** @constant */
            channel: "webPush";
            /** @description `PushSubscription` of the browser, as JSON */
            subscription: {
                endpoint: string;
                keys: {
                    p256dh: string;
                    auth: string;
                } & {
                    [key: string]: unknown;
                };
            } & {
                [key: string]: unknown;
            };
            /** @description Key that the subscription was made with. By default, the current one. */
            vapidKey?: string;
        };
        ReplayDeadLetters: {
            /** @description Dead letters to replay. Without ids, all that match the filter. */
            ids?: number[];
            /**
             * @description `event`: a journey failed to process it. `due`: scheduled work failed. `loop`: the event triggered itself too often, so it can't be replayed.
             * @enum {string}
             */
            kind?: "event" | "due" | "loop";
            /** @description The company's own id of the user */
            userId?: string;
            /** @description Reasons that contain this text */
            reason?: string;
        };
        SegmentCondition: components["schemas"]["SegmentPart"];
        SegmentPart: {
            all: components["schemas"]["SegmentPart"][];
        } | {
            any: components["schemas"]["SegmentPart"][];
        } | {
            not: components["schemas"]["SegmentPart"];
        } | {
            did: components["schemas"]["EventName"];
            /** @description Only events that match this condition, which reads event.… */
            where?: components["schemas"]["Condition"];
            /** @default 1 */
            atLeast: number;
            atMost?: number;
            /** @description How far back from now to count. Any time if omitted. An event of exactly that age still counts. */
            within?: components["schemas"]["Duration"];
            /** @description Instead of within: how many calendar days to count in the user's time zone, including today */
            days?: number;
        } | {
            didNot: components["schemas"]["EventName"];
            /** @description Only events that match this condition, which reads event.… */
            where?: components["schemas"]["Condition"];
            /** @default 1 */
            atLeast: number;
            atMost?: number;
            /** @description How far back from now to count. Any time if omitted. An event of exactly that age still counts. */
            within?: components["schemas"]["Duration"];
            /** @description Instead of within: how many calendar days to count in the user's time zone, including today */
            days?: number;
        } | {
            first: components["schemas"]["EventName"];
            /** @description Only events that match this condition, which reads event.… */
            where?: components["schemas"]["Condition"];
            /** @description A date or time. Without an offset, it's in the user's time zone. */
            before: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            } | {
                daysAgo: number;
            } | {
                daysAhead: number;
            };
        } | {
            first: components["schemas"]["EventName"];
            /** @description Only events that match this condition, which reads event.… */
            where?: components["schemas"]["Condition"];
            /** @description A date or time. Without an offset, it's in the user's time zone. */
            after: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            } | {
                daysAgo: number;
            } | {
                daysAhead: number;
            };
        } | {
            last: components["schemas"]["EventName"];
            /** @description Only events that match this condition, which reads event.… */
            where?: components["schemas"]["Condition"];
            /** @description A date or time. Without an offset, it's in the user's time zone. */
            before: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            } | {
                daysAgo: number;
            } | {
                daysAhead: number;
            };
        } | {
            last: components["schemas"]["EventName"];
            /** @description Only events that match this condition, which reads event.… */
            where?: components["schemas"]["Condition"];
            /** @description A date or time. Without an offset, it's in the user's time zone. */
            after: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            } | {
                daysAgo: number;
            } | {
                daysAhead: number;
            };
        } | {
            /** @description ID of another segment */
            inSegment: string;
        } | ({
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "=" | "!=";
            value: (string | number | boolean) | null | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: ">" | ">=" | "<" | "<=";
            value: number | string | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "in" | "not-in";
            value: (string | number | boolean)[] | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "contains" | "not-contains";
            value: (string | number | boolean) | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "starts-with" | "ends-with";
            value: string | {
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "before" | "after";
            /** @description A moment */
            value: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            } | {
                daysAgo: number;
            } | {
                daysAhead: number;
            } | {
                path: components["schemas"]["Path"];
            };
            /**
             * @description The value is a calendar date, such as a birthday: its day counts as written, whatever its time or offset, so no time zone moves it
             * @constant
             */
            calendar?: true;
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "exists" | "missing";
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "any-item" | "all-items" | "no-item";
            where: components["schemas"]["ItemCondition"];
        } | {
            /** @constant */
            op: "count";
            path: components["schemas"]["Path"];
            /**
             * @description How it is compared with the value
             * @enum {string}
             */
            is: "=" | "!=" | ">" | ">=" | "<" | "<=";
            value: number;
            /** @description Only items that match */
            where?: components["schemas"]["ItemCondition"];
        } | {
            /** @enum {string} */
            op: "sum" | "min" | "max";
            /** @description The number in each item */
            of: string;
            path: components["schemas"]["Path"];
            /**
             * @description How it is compared with the value
             * @enum {string}
             */
            is: "=" | "!=" | ">" | ">=" | "<" | "<=";
            value: number;
            /** @description Only items that match */
            where?: components["schemas"]["ItemCondition"];
        });
        /** @description A condition over profiles and past events that decides who belongs to the segment */
        Segment: {
            /**
             * @description Version of this format
             * @default 1
             * @constant
             */
            schema: 1;
            /** @description Stable ID, used by journeys and other segments */
            id: string;
            name: string;
            description?: string;
            condition: components["schemas"]["SegmentCondition"];
            /** @description How dates such as `03/10/2026` are written. Saving fills in the workspace's setting. Without either, they aren't read. */
            dateOrder?: components["schemas"]["DateOrder"];
        };
        SignIn: {
            /** @description An API key */
            key: string;
            /** @description Your name */
            name: string;
        } | {
            /** @description One-time code printed by `npm start`, valid for ten minutes */
            code: string;
        };
        /** @description `opt-in`: messages are sent only after a yes. `opt-out`: messages are sent unless there is a no. Default: `opt-in` for WhatsApp, `opt-out` for other channels. */
        ConsentModes: {
            /** @enum {string} */
            email?: "opt-in" | "opt-out";
            /** @enum {string} */
            sms?: "opt-in" | "opt-out";
            /** @enum {string} */
            push?: "opt-in" | "opt-out";
            /** @enum {string} */
            webPush?: "opt-in" | "opt-out";
            /** @enum {string} */
            inApp?: "opt-in" | "opt-out";
            /** @enum {string} */
            whatsapp?: "opt-in" | "opt-out";
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getCounts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveCounts"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamCounts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    track: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Track"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trackShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Track"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Identify"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identifyShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Identify"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    page: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Page"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pageShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Page"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    screen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Page"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    screenShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Page"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    group: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Group"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    groupShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Group"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    alias: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Alias"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    aliasShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Alias"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    batchShort: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegmentSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentSettings"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRudderStackSource: {
        parameters: {
            query?: {
                /** @description The key, if no header has it */
                writeKey?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RudderStackSourceConfig"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beaconBatch: {
        parameters: {
            query?: {
                /** @description The key, if no header has it */
                writeKey?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    batch: unknown[];
                    sentAt?: unknown;
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Taken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadToCleverTap: {
        parameters: {
            query?: {
                /** @description `1`: checks and stores nothing */
                dryRun?: "0" | "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    d: unknown[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CleverTapProcessed"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCleverTapProfile: {
        parameters: {
            query?: {
                /** @description User ID */
                identity?: string;
                /** @description Anonymous ID */
                objectId?: string;
                /** @description An email address that is also the user ID */
                email?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CleverTapProfile"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCleverTapProfiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description User IDs */
                    identity?: string | string[];
                    /** @description Anonymous IDs */
                    guid?: string | string[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CleverTapDeleted"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    subscribeCleverTap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    d: unknown[];
                } & {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CleverTapProcessed"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    captureFromPostHog: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostHogCaptured"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPostHogFlags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostHogFlags"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPostHogConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostHogConfig"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPostHogConfigScript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    identifyCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trackCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trackAnonymousCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addCustomerDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCustomerDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                id: string;
                device: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suppressCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unsuppressCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mergeCustomers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trackCustomerPush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerIoDone"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takeCallbackByGet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The provider's channel: email, sms, push, webPush, inApp, whatsapp */
                channel: string;
                /** @description The provider, as `<CHANNEL>_PROVIDER` names it */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stored, or the answer to a handshake */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `request-invalid`, `callback-unreadable` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signature-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takeCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The provider's channel: email, sms, push, webPush, inApp, whatsapp */
                channel: string;
                /** @description The provider, as `<CHANNEL>_PROVIDER` names it */
                provider: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stored, or the answer to a handshake */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `request-invalid`, `callback-unreadable` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signature-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `provider-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `busy` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trackOpen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Signed by LINK_SECRET */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/gif": string;
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    trackClick: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Signed by LINK_SECRET */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the target of the link */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The link is damaged, or its secret is gone */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    trackShortLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description ID of the link */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the target of the link */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such link, or its message has been deleted */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    reportMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The `key` of a message, which its provider received as the idempotency key */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What happened to the message. Recorded as the event `$message.<type>`.
                     * @enum {string}
                     */
                    type: "delivered" | "viewed" | "clicked" | "replied" | "bounced" | "complained" | "unsubscribed";
                    /** @description When it happened, for reports. Decisions use the time of acceptance. */
                    at?: string | number;
                    /** @description The clicked link */
                    url?: string;
                    /** @description Text of the reply */
                    text?: string;
                    /** @description Whether a bounced address will never accept messages. False if left out, and ignored unless `type` is `bounced`. */
                    permanent?: boolean;
                    /** @description Why it bounced, or what the provider says about it */
                    reason?: string;
                    /** @description Whether a scanner or a mail program viewed or clicked it instead of the user. Then it counts apart, and is no event. Ignored for other types. */
                    machine?: boolean;
                    /** @description The provider's ID of this report. Repeats are ignored. Without an ID, identical reports are ignored. */
                    messageId?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reported"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `message-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUserToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How long it is valid, in seconds
                     * @default 86400
                     */
                    expiresIn?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserToken"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFeed: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
                /** @description Lists archived items instead of the others */
                archived?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWholeFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `id` of the newest item that the user has seen */
                    upto: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedState"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeFeedItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description `id` of an item */
                id: number;
                action: "read" | "unread" | "click" | "archive" | "unarchive";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedState"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `item-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    showPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consents"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    changes: {
                        /** @enum {string} */
                        channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
                        /** @description Left out: the whole channel */
                        topic?: string;
                        /** @enum {string} */
                        state?: "yes" | "no";
                        /** @description Nothing is sent until then. Null ends a pause. */
                        pausedUntil?: (string | number) | null;
                        /** @description Such as the form’s URL and its wording */
                        proof?: {
                            [key: string]: string;
                        };
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consents"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importConsents: {
        parameters: {
            query?: {
                /** @description Default: found by the first lines */
                delimiter?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description Default: the `charset` of the Content-Type, or found: UTF-8, UTF-16 or Windows-1252 */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1251" | "windows-1252" | "windows-1253" | "windows-1254" | "windows-1255" | "windows-1256" | "windows-1257" | "windows-1258" | "iso-8859-2" | "iso-8859-15" | "macintosh" | "koi8-r" | "shift_jis" | "euc-jp" | "euc-kr" | "gb18030" | "big5";
                /** @description What columns become, as JSON: `{"<column>": "<target>"}`. `ignore` leaves a column out. */
                columns?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/x-ndjson": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type`, `body-encoding` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewImport: {
        parameters: {
            query: {
                /** @description Default: found by the first lines */
                delimiter?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description Default: the `charset` of the Content-Type, or found: UTF-8, UTF-16 or Windows-1252 */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1251" | "windows-1252" | "windows-1253" | "windows-1254" | "windows-1255" | "windows-1256" | "windows-1257" | "windows-1258" | "iso-8859-2" | "iso-8859-15" | "macintosh" | "koi8-r" | "shift_jis" | "euc-jp" | "euc-kr" | "gb18030" | "big5";
                /** @description What the file is imported as */
                kind: "list" | "users" | "consents" | "suppressions" | "catalog" | "coupons";
                /** @description The body is only the beginning of the file */
                part?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/x-ndjson": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type`, `body-encoding` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importUsers: {
        parameters: {
            query?: {
                /** @description Default: found by the first lines */
                delimiter?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description Default: the `charset` of the Content-Type, or found: UTF-8, UTF-16 or Windows-1252 */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1251" | "windows-1252" | "windows-1253" | "windows-1254" | "windows-1255" | "windows-1256" | "windows-1257" | "windows-1258" | "iso-8859-2" | "iso-8859-15" | "macintosh" | "koi8-r" | "shift_jis" | "euc-jp" | "euc-kr" | "gb18030" | "big5";
                /** @description What columns become, as JSON: `{"<column>": "<target>"}`. `ignore` leaves a column out. */
                columns?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/x-ndjson": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type`, `body-encoding` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSuppressions: {
        parameters: {
            query?: {
                channel?: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
                address?: string;
                reason?: "hard-bounce" | "complaint" | "soft-bounces" | "erased" | "manual";
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuppressionPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suppressAddresses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    addresses: {
                        /** @enum {string} */
                        channel: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
                        address: string;
                        detail?: string;
                    }[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppressing"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importSuppressions: {
        parameters: {
            query?: {
                /** @description Default: found by the first lines */
                delimiter?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description Default: the `charset` of the Content-Type, or found: UTF-8, UTF-16 or Windows-1252 */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1251" | "windows-1252" | "windows-1253" | "windows-1254" | "windows-1255" | "windows-1256" | "windows-1257" | "windows-1258" | "iso-8859-2" | "iso-8859-15" | "macintosh" | "koi8-r" | "shift_jis" | "euc-jp" | "euc-kr" | "gb18030" | "big5";
                /** @description What columns become, as JSON: `{"<column>": "<target>"}`. `ignore` leaves a column out. */
                columns?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/x-ndjson": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type`, `body-encoding` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportSuppressions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liftSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiftedSuppression"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `suppression-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enterJourney: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeating the same key and request within a day returns the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The company's own id of the user */
                    userId: string;
                    /**
                     * @description Properties of the entry event. The entry key is read from them, and they're stored as context.entry.
                     * @default {}
                     */
                    properties?: {
                        [key: string]: unknown;
                    };
                    /** @description Repeats within 35 days are the same entry. Defaults to the Idempotency-Key. */
                    messageId?: string;
                };
            };
        };
        responses: {
            /** @description Entered by this message before, delivered to the live instance, or in the control group */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entered"];
                };
            };
            /** @description Entered */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Entered"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-in-flight`, `journey-not-running`, `entry-refused`, `instance-already-live` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    commandInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeating the same key and request within a day returns the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Command"];
            };
        };
        responses: {
            /** @description Applied */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandState"];
                };
            };
            /** @description Accepted but not applied yet: see getCommand */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandState"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `instance-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-in-flight`, `instance-ended`, `command-refused` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandState"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `command-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJourney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyView"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishJourney: {
        parameters: {
            query?: {
                /** @description Publish only if the draft is at this revision, since publishing removes it. 0: there must be none. */
                draft?: number;
            };
            header?: {
                /** @description ETag: publish only if this is the running version */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Journey"];
            };
        };
        responses: {
            /** @description Already published */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            /** @description Published */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Published"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-conflict`, `draft-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document-invalid` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateJourney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Journey"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verdict"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compileMjml: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    mjml: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompiledMjml"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJourneys: {
        parameters: {
            query?: {
                /** @description Journey IDs that begin with this */
                id?: string;
                /** @description Names that contain this, ignoring case */
                name?: string;
                /** @description Names or Journey IDs that contain this */
                search?: string;
                state?: "draft" | "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived";
                label?: string;
                /** @description Owner, ignoring case */
                owner?: string;
                /** @description `id`, `name`: ascending. `entered`, `inside`, `rate` (of the most-met goal), `last` (entry): descending. */
                sort?: "id" | "name" | "entered" | "inside" | "rate" | "last";
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the previous page, in the same order */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionView"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found`, `version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRefusals: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusalPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseJourney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Without one, the document's `onPause`
                     * @enum {string}
                     */
                    policy?: "hold-clock" | "send-on-resume" | "skip";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyStanding"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-state` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeJourney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyStanding"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-state` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stopJourney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Stop"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyStanding"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-state` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startJourney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyStanding"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-state` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    archiveJourney: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JourneyStanding"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-state` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeJourneys: {
        parameters: {
            query?: {
                dryRun?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkAction"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResults"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTemplates: {
        parameters: {
            query?: {
                kind?: "message" | "block";
                channel?: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
                /** @description Part of the name or ID */
                search?: string;
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatePage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    takeTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    templates?: components["schemas"]["TemplateReference"][];
                    /** @default [] */
                    blocks?: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TakenTemplates"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplate: {
        parameters: {
            query?: {
                /** @description An earlier version */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateView"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `template-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag: update only if this is the current version */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MessageTemplate"] | components["schemas"]["BlockTemplate"];
            };
        };
        responses: {
            /** @description Unchanged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateWritten"];
                };
            };
            /** @description Created or changed */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateWritten"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document-invalid` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag: delete only if this is the current version */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateDeleted"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `template-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `template-in-use` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTemplateVersions: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateVersionPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `template-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTemplateUses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateUses"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `template-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCatalogs: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCatalog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogWritten"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCatalog: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogDeleted"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `catalog-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importCatalogItems: {
        parameters: {
            query?: {
                /** @description Default: found by the first lines */
                delimiter?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description Default: the `charset` of the Content-Type, or found: UTF-8, UTF-16 or Windows-1252 */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1251" | "windows-1252" | "windows-1253" | "windows-1254" | "windows-1255" | "windows-1256" | "windows-1257" | "windows-1258" | "iso-8859-2" | "iso-8859-15" | "macintosh" | "koi8-r" | "shift_jis" | "euc-jp" | "euc-kr" | "gb18030" | "big5";
                /** @description What columns become, as JSON: `{"<column>": "<target>"}`. `ignore` leaves a column out. */
                columns?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/x-ndjson": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `catalog-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `catalogs-full` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type`, `body-encoding` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCatalogItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogItem"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `catalog-not-found`, `item-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCatalogItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogItemDeleted"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `catalog-not-found`, `item-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCouponLists: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CouponListPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putCouponList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @description The list is low when fewer codes are available
                     * @default 100
                     */
                    lowAt?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CouponListWritten"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCouponList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CouponListDeleted"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `coupon-list-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importCoupons: {
        parameters: {
            query?: {
                /** @description Default: found by the first lines */
                delimiter?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description Default: the `charset` of the Content-Type, or found: UTF-8, UTF-16 or Windows-1252 */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1251" | "windows-1252" | "windows-1253" | "windows-1254" | "windows-1255" | "windows-1256" | "windows-1257" | "windows-1258" | "iso-8859-2" | "iso-8859-15" | "macintosh" | "koi8-r" | "shift_jis" | "euc-jp" | "euc-kr" | "gb18030" | "big5";
                /** @description What columns become, as JSON: `{"<column>": "<target>"}`. `ignore` leaves a column out. */
                columns?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/x-ndjson": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `coupon-list-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `coupons-full` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type`, `body-encoding` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Draft"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    saveDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the draft to replace; "0" if there must be none */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedDraft"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDraft: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the draft to replace; "0" if there must be none */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedDraft"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `draft-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExperiments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentList"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listExperimentChanges: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path: {
                id: string;
                experiment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExperimentChanges"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `experiment-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    editExperiment: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag: change the experiment only if this is its revision */
                "If-Match"?: string;
            };
            path: {
                id: string;
                experiment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExperimentEdit"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `experiment-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `experiment-refused` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    declareWinner: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag: change the experiment only if this is its revision */
                "If-Match"?: string;
            };
            path: {
                id: string;
                experiment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    arm: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `experiment-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `experiment-refused` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    withdrawWinner: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag: change the experiment only if this is its revision */
                "If-Match"?: string;
            };
            path: {
                id: string;
                experiment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Experiment"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `experiment-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `experiment-refused` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGoals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Goals"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReport: {
        parameters: {
            query?: {
                /** @description Users who entered at or after this moment: an instant (ISO 8601), or a day in the zone */
                from?: string;
                /** @description Users who entered before this instant, or up to the end of this day */
                to?: string;
                /** @description Bucket of the trend. Default: chosen by the length of the range. */
                by?: "day" | "week" | "month";
                /** @description Only this version */
                version?: number;
                /** @description Time zone of days. Default: the workspace's, else the journey's, else UTC. */
                zone?: components["schemas"]["TimeZone"];
                /** @description `csv` is the same as `Accept: text/csv` */
                format?: "json" | "csv";
                /** @description Only this part of the CSV */
                panel?: "about" | "figures" | "goals" | "exits" | "trend" | "funnel" | "messages" | "versions" | "reconciliation";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                    "text/csv": string;
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found`, `version-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQualifying: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QualifyingPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listBroadcasts: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BroadcastPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    beginBroadcast: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeating the same key and request within a day returns the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Started */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BegunBroadcast"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-in-flight`, `journey-not-running`, `entry-refused` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    uploadList: {
        parameters: {
            query?: {
                /** @description Default: found by the first lines */
                delimiter?: "comma" | "semicolon" | "tab" | "pipe";
                /** @description Default: the `charset` of the Content-Type, or found: UTF-8, UTF-16 or Windows-1252 */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1251" | "windows-1252" | "windows-1253" | "windows-1254" | "windows-1255" | "windows-1256" | "windows-1257" | "windows-1258" | "iso-8859-2" | "iso-8859-15" | "macintosh" | "koi8-r" | "shift_jis" | "euc-jp" | "euc-kr" | "gb18030" | "big5";
                /** @description What columns become, as JSON: `{"<column>": "<target>"}`. `ignore` leaves a column out. */
                columns?: string;
                /** @description Continues an upload of the same file that broke off less than a day ago. Needs its Idempotency-Key. */
                resume?: "true" | "false";
            };
            header?: {
                /** @description Repeating a key uploads the list only once */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
                "application/x-ndjson": string;
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
            };
        };
        responses: {
            /** @description Uploaded; its users are being queued */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadedList"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-running`, `entry-refused` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type`, `body-encoding` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency-key-reused` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRejectedRows: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path: {
                id: string;
                list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RejectedRowPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelList: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                list: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelledList"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listActivities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activities"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInstances: {
        parameters: {
            query?: {
                journey?: string;
                version?: number;
                /** @description Instances at this node now */
                node?: string;
                /** @description `live` includes paused and stuck instances */
                status?: "live" | "ended" | "starting" | "paused" | "stuck" | "retrying" | "control";
                /** @description Exit reason */
                reason?: string;
                /** @description The company's own id of the user */
                userId?: string;
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstancePage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceDetail"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `instance-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTimeline: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `instance-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description User IDs that begin with this */
                search?: string;
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone from the database; see getErasure for the histories */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUserEvents: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path: {
                /** @description The company's own id of the user */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserEventPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putTestUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description How many times as fast as real time the user’s clock runs: with 3600, an hour takes a second */
                    speed: number;
                    /**
                     * @description `captured`: messages and webhooks go to the inbox only. `real`: providers deliver them.
                     * @enum {string}
                     */
                    sends: "captured" | "real";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestUser"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-has-history`, `too-many-test-users` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebPushKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebPushKey"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDevices: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Devices"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Devices"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The company's own id of the user */
                userId: string;
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Devices"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOwnWebPush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnWebPush"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    subscribeOwnBrowser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description `PushSubscription` of the browser, as JSON */
                    subscription: {
                        endpoint: string;
                        keys: {
                            p256dh: string;
                            auth: string;
                        } & {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                    /** @description Key that the subscription was made with. By default, the current one. */
                    vapidKey?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSubscription"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `user-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCatalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Catalogue"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `erasure-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description `event`: a journey failed to process it. `due`: scheduled work failed. `loop`: the event triggered itself too often, so it can't be replayed. */
                kind?: "event" | "due" | "loop";
                /** @description The company's own id of the user */
                userId?: string;
                /** @description Reasons that contain this text */
                reason?: string;
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterDetail"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `dead-letter-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplayDeadLetters"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLettersReplayed"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSegments: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Stable ID, used by journeys and other segments */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentView"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `segment-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSegment: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag: update only if this is the current version */
                "If-Match"?: string;
            };
            path: {
                /** @description Stable ID, used by journeys and other segments */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Segment"];
            };
        };
        responses: {
            /** @description Unchanged */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentWritten"];
                };
            };
            /** @description Created or updated */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentWritten"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document-invalid` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSegment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Stable ID, used by journeys and other segments */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentDeleted"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `segment-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `segment-in-use` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewSegment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    condition: components["schemas"]["SegmentCondition"];
                    /** @description How dates such as `03/10/2026` are written. Saving fills in the workspace's setting. Without either, they aren't read. */
                    dateOrder?: components["schemas"]["DateOrder"];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentPreview"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document-invalid` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description Signed in */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-wrong`, `code-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        signedOut: boolean;
                    };
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeSignInCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description Path to open: `/sign-in#code=…` */
                        path: string;
                    };
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeys"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: ("ingest" | "read" | "author" | "operate" | "admin")[];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyRevoked"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-last-admin` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Settings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `topic-in-use` */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSmsBudget: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SmsBudget"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEmailDns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailDns"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelsView"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putChannels: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag: change only if this is the current version */
                "If-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChannelsSettings"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelsView"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `version-conflict` */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document-invalid` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInbox: {
        parameters: {
            query?: {
                channel?: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp" | "webhook" | "activity";
                recipient?: string;
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCaughtMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaughtMessage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `message-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUnmatchedCallbacks: {
        parameters: {
            query?: {
                channel?: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp";
                /** @description Maximum number of results */
                limit?: number;
                /** @description `next` of the page before */
                cursor?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnmatchedCallbackPage"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testMessage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The journey that has the node. With `inline`: the journey whose content blocks and time zone the node uses. */
                    journey?: string;
                    /** @description Default: the draft, or the running version if there is no draft */
                    version?: "draft" | number;
                    /** @description ID of a `message` or `webhook` node of the journey */
                    node?: string;
                    /** @description A `message` or `webhook` node as JSON, instead of `node` */
                    inline?: {
                        [key: string]: unknown;
                    };
                    /** @description Renders the message with this user’s profile */
                    userId?: string;
                    /** @description Sample traits, instead of the profile of `userId` */
                    profile?: {
                        [key: string]: unknown;
                    };
                    /** @description Sample context, such as `{"entry": {"product": "lamp"}}` */
                    context?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description Your own addresses: email address, phone number, push token, web push subscription as JSON, or user ID for in-app messages. Without an address, a webhook calls the node’s URL.
                     * @default []
                     */
                    to?: string[];
                    /**
                     * @description `sandbox`: show the message in the inbox. `provider`: deliver it.
                     * @default sandbox
                     * @enum {string}
                     */
                    via?: "sandbox" | "provider";
                    /** @description A provider of the channel. Default: the first. */
                    provider?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestedMessage"];
                };
            };
            /** @description `request-invalid`, `body-malformed`, `body-too-deep` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `journey-not-found`, `version-not-found`, `draft-not-found`, `user-not-found`, `provider-not-found` */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `body-too-large` */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `content-type` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `document-invalid` */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate-limited` */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    healthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok";
                    };
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "not ready";
                    };
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not ready */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ready" | "not ready";
                    };
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `request-invalid` */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `key-missing`, `key-wrong` */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `scope-missing` */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable` */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
