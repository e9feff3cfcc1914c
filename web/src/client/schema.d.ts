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
         * @description Server-sent events. `counts`: the schema LiveCounts, at first whole, then at most once a second with the nodes that have changed. `away`: they cannot be read just now. It ends after ten minutes, so that a key that has been revoked is noticed: connect again. Needs a key with the scope `read`.
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
         * Record a page view: it becomes the event "Page Viewed"
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["page"];
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
         * Record a screen view: it becomes the event "Screen Viewed"
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["screen"];
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
         * Taken from clients that send it, and of no effect
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["group"];
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
         * Taken from clients that send it, and of no effect
         * @description At most 32768 bytes. Repeats of a messageId are ignored. The key may also be in the body, as writeKey. Needs a key with the scope `ingest`.
         */
        post: operations["alias"];
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
         * @description At most 1000 messages and 512000 bytes. Malformed messages are listed in `rejected`; the others are accepted. Needs a key with the scope `ingest`.
         */
        post: operations["batch"];
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
         * Who did not enter, and why; the latest first
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
    "/v1/journeys/{id}/experiments/{experiment}/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every change of an experiment, the latest first
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
    "/v1/journeys/{id}/goals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a journey causes: conversions by goal, version, node and message, and lift against the control group
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
         * When a schedule or a list has let people in, and will, the latest first
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
         * @description CSV with a header, or NDJSON. The column `userId` names the user; other columns are stored as `context.entry`. Nobody enters until the whole list has arrived, so an interrupted upload has no effect. See listBroadcasts for progress. Needs a key with the scope `operate`.
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
         * List rejected rows of a list, with reasons
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
    "/v1/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is, or was, where; the latest entry first
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
         * What a user did, and what has happened to them here, latest first
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
    "/v1/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List known events and traits, with types and samples
         * @description The first 200 event names in alphabetical order, each with up to 200 properties, and the traits of 300 users. Meant for suggestions, so it isn't complete. Needs a key with the scope `read`.
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
         * What was set aside after many tries, latest first
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
         * Get the workspace's time zone and defaults for new journeys
         * @description Needs a key with the scope `read`.
         */
        get: operations["getSettings"];
        /**
         * Update the workspace settings
         * @description Existing journeys don't change. Reports use the new time zone from now on. Needs a key with the scope `admin`.
         */
        put: operations["putSettings"];
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
         * Who changed what, latest first; and calls that were denied
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
            /** @description The running one */
            version: number;
            entered: number;
            inside: number;
            /** @description Those that somebody has come to */
            nodes: {
                [key: string]: {
                    /** @description There now, of all versions */
                    here: number;
                    /** @description Of those, kept from going on by a pause or by quiet hours */
                    held: number;
                    /** @description Of those, with whom something is wrong: a fault of ours, or a move that is overdue */
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
            /** @description What went wrong, for programs */
            code: string;
            message: string;
            /** @description What went wrong, for people: the same as `message` */
            detail: string;
            /** @description What to do about it */
            fix: string;
            /** @description The request's id, as in X-Request-Id */
            instance: string;
            /** @description Each thing that is wrong, and where */
            errors?: {
                path: string;
                message: string;
                fix: string;
            }[];
            /** @description What already is: the live instance, the exit reason */
            about?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        Taken: {
            /** @enum {boolean} */
            success: true;
            /** @description New, and durable now */
            accepted: number;
            /** @description Accepted before, under the same message id */
            duplicates: number;
            /** @description Not taken; the others were. Sending one of these again unchanged helps nothing */
            rejected: {
                /** @description Where in the batch */
                index: number;
                messageId: string | null;
                path: string;
                message: string;
                fix: string;
            }[];
            /** @description Taken, and of no effect here: group and alias */
            ignored: {
                index: number;
                messageId: string | null;
                /** @enum {string} */
                type: "track" | "identify" | "page" | "screen" | "group" | "alias";
            }[];
        };
        Reported: {
            messageId: string;
            /**
             * @description `duplicate`: known before
             * @enum {string}
             */
            status: "accepted" | "duplicate";
        };
        Published: {
            id: string;
            version: number;
            /** @enum {string} */
            state: "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived";
            /** @description False: the running version is this very document */
            isNew: boolean;
            warnings: components["schemas"]["Flaw"][];
        };
        Flaw: {
            /** @description Where: `nodes.push-1.then` */
            path: string;
            message: string;
            fix: string;
        };
        Verdict: {
            valid: boolean;
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
            /** @description The running one; null of a draft */
            version: number | null;
            labels: string[];
            /** @description Who answers for it */
            owner: string | null;
            /** @description In words: who enters; null of a draft, and where it is unreadable */
            entry: string | null;
            /** @description The entry of the running version can't be read: it was changed by hand, or written by another release */
            isUnreadable: boolean;
            counts: components["schemas"]["JourneyCounts"];
            /**
             * Format: date-time
             * @description UTC
             */
            lastPublishedAt: string | null;
            /** @description Somebody is writing its next version: see getDraft */
            hasDraft: boolean;
            /**
             * Format: date-time
             * @description When the last came in
             */
            lastEntryAt: string | null;
        };
        JourneyCounts: {
            /** @description For whom time has yet to tell: see listQualifying. Not among the others */
            qualifying: number;
            /** @description refused + control + queued + entered */
            qualified: number;
            refused: number;
            /** @description Qualified, and got nothing: the control group */
            control: number;
            /** @description By a broadcast: their moment is still to come, see listBroadcasts */
            queued: number;
            /** @description inside + all exits */
            entered: number;
            inside: number;
            /** @description Reason → how many */
            exits: {
                [key: string]: number;
            };
            /** @description Goal → how many of the entered met it: see getGoals */
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
            /** @description The running one; null of a draft */
            version: number | null;
            labels: string[];
            /** @description Who answers for it */
            owner: string | null;
            /** @description In words: who enters; null of a draft, and where it is unreadable */
            entry: string | null;
            /** @description The entry of the running version can't be read: it was changed by hand, or written by another release */
            isUnreadable: boolean;
            counts: components["schemas"]["JourneyCounts"];
            /**
             * Format: date-time
             * @description UTC
             */
            lastPublishedAt: string | null;
            /** @description Somebody is writing its next version: see getDraft */
            hasDraft: boolean;
            /**
             * Format: date-time
             * @description When the last came in
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
            /** @description What it does, in words */
            sentence: string;
            /** @description There now, of all versions */
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
                /** @description The id of a key */
                publishedBy: string;
                /** @description Whose instances are on it now */
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
                /** @description The entry key; empty where the entry has none */
                key: string;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                refusedAt: string;
                reason: string;
                /** @description What was read to decide so */
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
            /** @description The running one; null of a draft */
            version: number | null;
            /**
             * Format: date-time
             * @description When entry begins, if it is limited
             */
            entryFrom: string | null;
            /**
             * Format: date-time
             * @description When entry is, or was, over
             */
            entryUntil: string | null;
            /**
             * @description What it becomes when entry is over and nobody is inside
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
                /** @description Of a dry run: it would be */
                ok: boolean;
                /**
                 * @description Now; null: there is no such journey
                 * @enum {string|null}
                 */
                state: "draft" | "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived" | null;
                /** @description Who was inside when this began */
                inside: number;
                /** @description Why not */
                message: string | null;
                fix: string | null;
            }[];
        };
        SavedDraft: {
            /** @description The Journey ID */
            id: string;
            /** @description Its ETag */
            revision: number;
            /**
             * Format: date-time
             * @description UTC
             */
            updatedAt: string;
            /** @description The id of a key */
            updatedBy: string;
        };
        Draft: {
            /** @description The Journey ID */
            id: string;
            /** @description Its ETag */
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
            /** @description The id of a key */
            updatedBy: string;
        };
        ExperimentList: {
            experiments: components["schemas"]["Experiment"][];
            /** @description Experiments of a version whose document can't be read */
            unreadable: string[];
        };
        Experiment: {
            experiment: string;
            /** @description The latest that has it */
            version: number;
            /** @description Its nodes in that version */
            nodes: string[];
            /** @enum {string} */
            mode: "automatic" | "manual";
            winner: string | null;
            /** @description What each path keeps in automatic mode */
            floor: number;
            /** @enum {string} */
            counting: "at-once" | "after-window";
            /** @description Changes so far: its ETag */
            revision: number;
            arms: components["schemas"]["Arm"][];
            /** @description Conversions missed so far by not sending everybody down what now looks best */
            regret: number;
        };
        Arm: {
            /** @description The path */
            arm: string;
            /** @description Percent, as it is set */
            weight: number;
            /** @description Percent of those who are new: all for a winner */
            share: number;
            assigned: number;
            /** @description By whatever goal: once a person */
            converted: number;
            /** @description converted / assigned */
            rate: number | null;
            /** @description With a probability of 95 % the rate lies between this … */
            low: number;
            /** @description … and this */
            high: number;
            probabilityOfBest: number;
            /** @description Goal → how many have met it */
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
                /** @description The id of a key; `bandit` */
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
                /** @description What the bandit went by */
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
            /** @description Passes */
            entered: number;
            /** @description Passes in which it was met within its window */
            conversions: number;
            /** @description conversions / entered */
            rate: number | null;
            /** @description Passes of the control group */
            control: number;
            controlConversions: number;
            lift: components["schemas"]["Lift"];
            versions: {
                version: number;
                /** @description Passes */
                entered: number;
                /** @description Passes in which it was met within its window */
                conversions: number;
                /** @description conversions / entered */
                rate: number | null;
                /** @description Passes of the control group */
                control: number;
                controlConversions: number;
                lift: components["schemas"]["Lift"];
            }[];
            /** @description Where they were when they met it: before the message of the node had gone, or at it */
            nodes: {
                [key: string]: {
                    before: number;
                    at: number;
                };
            };
            /** @description Node → those to whom its message was the last one sent before */
            messages: {
                [key: string]: number;
            };
        };
        /** @description Counts users, not entries, of versions with a control group */
        Lift: {
            /** @description Who entered */
            persons: number;
            controlPersons: number;
            /** @description Of persons, 0 to 1 */
            rate: number;
            controlRate: number;
            /** @description rate − controlRate */
            difference: number;
            /** @description With 95 % confidence the true difference is between low and high */
            low: number;
            high: number;
            /** @description difference / controlRate; null where nobody of the control group met it */
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
             * @description When all of it was read
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
             * @description `counts`: since the first entry, as GET /v1/journeys/:id has it. `rows`: of those who entered in the range; the trend alone tells when things happened
             * @enum {string}
             */
            basis: "counts" | "rows";
            figures: components["schemas"]["ReportFigures"];
            goals: components["schemas"]["ReportGoal"][];
            /** @description Reason → how many */
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
            /** @description Qualified, and got nothing: the control group */
            control: number;
            /** @description By a broadcast: their moment is still to come */
            queued: number;
            entered: number;
            /** @description From another version */
            movedIn: number;
            /** @description To another version */
            movedOut: number;
            /** @description Now */
            inside: number;
            /** @description Came to the end of their path: among the exits */
            completed: number;
            /** @description All exits */
            exited: number;
        };
        ReportGoal: {
            id: string;
            /** @description Of the entered, who met it within its window */
            met: number;
            /** @description met / (entered + movedIn − movedOut) */
            rate: number | null;
            /** @description From the entry: half of them had met it by then */
            medianMs: number | null;
            /** @description Null without a control group */
            lift: {
                /** @description Who entered */
                persons: number;
                controlPersons: number;
                /** @description Of persons, 0 to 1 */
                rate: number;
                controlRate: number;
                /** @description rate − controlRate */
                difference: number;
                /** @description With 95 % confidence the true difference is between low and high */
                low: number;
                high: number;
                /** @description difference / controlRate; null where nobody of the control group met it */
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
             * @description Its first day, on the calendar of the zone
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
            /** @description Goals met in it, by whoever had entered before */
            goals: number;
            exits: number;
            /** @description It is not over, or the range holds but a part of it */
            isUnfinished: boolean;
        };
        ReportNode: {
            node: string;
            /** @description Null: the version shown has no such node */
            type: string | null;
            name: string;
            sentence: string | null;
            /** @description inside + all left + exited */
            arrived: number;
            /** @description There now */
            inside: number;
            /** @description Port → how many; `moved`: by an operator */
            left: {
                [key: string]: number;
            };
            /** @description Ended there */
            exited: number;
            /** @description Goal → who met it there: before the message of the node had gone, or at it */
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
            delivered: number;
            viewed: number;
            clicked: number;
            replied: number;
            failed: number;
            unreachable: number;
            suppressed: number;
            /** @description It may have been sent: nobody can tell */
            unknown: number;
            /** @description Too late to be sent, by `expiresAfter` */
            expired: number;
            /** @description The visit had ended, or the journey */
            withheld: number;
            /** @description Goal → who met it with this as the last message */
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
                /** @description Against the version before it, in percentage points, with the interval of 95 % */
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
                 * @description When the event was accepted that began it
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
             * @description `waiting`: not started yet. `filling`: users are being queued. `filled`: all users are queued. `skipped`, `failed`: see detail.
             * @enum {string}
             */
            state: "uploading" | "waiting" | "filling" | "filled" | "skipped" | "failed";
            detail: string | null;
            /**
             * Format: date-time
             * @description UTC
             */
            at: string;
            /** @description The one that ran when it began */
            version: number | null;
            /** @description About how many it concerns; of a list that comes in, so far */
            total: number | null;
            /** @description Have been queued, each with a moment of their own */
            queued: number;
            /** @description Of these, wait for it still. What became of the others: see listInstances, listRefusals */
            waiting: number;
            /** @description Rows of a list that could not be read: see listRejectedRows */
            rejected: number;
            createdBy: string;
        };
        BegunBroadcast: {
            id: string;
        };
        UploadedList: {
            id: string;
            /** @description Taken */
            rows: number;
            /** @description See listRejectedRows */
            rejected: number;
        };
        RejectedRowPage: {
            rejected: {
                /** @description Its line */
                row: number;
                reason: string;
                fix: string;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        Activities: {
            activities: {
                /** @description What a node of type `activity` calls it */
                name: string;
                title: string;
                about: string;
                /** @description What it may answer with; `failed` is a port of every activity */
                ports: string[];
                /** @description JSON Schema of an object */
                input: {
                    [key: string]: unknown;
                };
                /** @description JSON Schema; null: it answers with a port alone */
                output: {
                    [key: string]: unknown;
                } | null;
                /**
                 * Format: date-time
                 * @description When a worker that runs it last said so: every hour, and at its start
                 */
                seenAt: string;
            }[];
        };
        Entered: {
            instance: string;
            /**
             * @description `already`: this message has entered before. `delivered`: sent to the current instance as an event. `control`: in the control group.
             * @enum {string}
             */
            status: "entered" | "already" | "delivered" | "control";
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
            /** @description The entry key; empty where the entry has none */
            key: string;
            /**
             * @description `control`: qualified, and gets nothing
             * @enum {string}
             */
            status: "starting" | "live" | "ended" | "control";
            /** @description Where it is, or was last */
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
             * @description Its deadline there, as it stands now: it moves while clocks are held in a pause
             */
            until: string | null;
            /**
             * Format: date-time
             * @description When the instance wakes next. Null if only an event or the end of a pause wakes it.
             */
            wakesAt: string | null;
            /**
             * Format: date-time
             * @description Since when it is paused by itself
             */
            pausedAt: string | null;
            /**
             * @description What is paused: it alone, or the journey
             * @enum {string|null}
             */
            pausedBy: "instance" | "journey" | null;
            /** @description A fault of ours, in words: `retry` once it is mended */
            stuck: string | null;
            /** @description Its send could not be made yet, and is tried again: `retry` tries now, `skip` gives it up */
            retrying: {
                attempts: number;
                /** @description What the other side answered last, if it did */
                status: number | null;
                detail: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                nextTryAt: string;
                /**
                 * Format: date-time
                 * @description The last try: then it leaves by `failed`, or by a more specific port
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
            /** @description The entry key; empty where the entry has none */
            key: string;
            /**
             * @description `control`: qualified, and gets nothing
             * @enum {string}
             */
            status: "starting" | "live" | "ended" | "control";
            /** @description Where it is, or was last */
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
             * @description Its deadline there, as it stands now: it moves while clocks are held in a pause
             */
            until: string | null;
            /**
             * Format: date-time
             * @description When the instance wakes next. Null if only an event or the end of a pause wakes it.
             */
            wakesAt: string | null;
            /**
             * Format: date-time
             * @description Since when it is paused by itself
             */
            pausedAt: string | null;
            /**
             * @description What is paused: it alone, or the journey
             * @enum {string|null}
             */
            pausedBy: "instance" | "journey" | null;
            /** @description A fault of ours, in words: `retry` once it is mended */
            stuck: string | null;
            /** @description Its send could not be made yet, and is tried again: `retry` tries now, `skip` gives it up */
            retrying: {
                attempts: number;
                /** @description What the other side answered last, if it did */
                status: number | null;
                detail: string | null;
                /**
                 * Format: date-time
                 * @description UTC
                 */
                nextTryAt: string;
                /**
                 * Format: date-time
                 * @description The last try: then it leaves by `failed`, or by a more specific port
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
            /** @description Null where it has ended or not begun */
            waitsFor: {
                /** @description What it does there */
                sentence: string;
                /** @description Events that concern it there */
                events: string[];
                /**
                 * Format: date-time
                 * @description UTC
                 */
                until: string | null;
            } | null;
            visit: number;
            /** @description Decisions taken so far */
            step: number;
            /** @description Which pass of this user with this key it is */
            pass: number;
            /** @description In Temporal's UI; null in the control group */
            workflowId: string | null;
            /** @description Names of what it remembers */
            contextKeys: string[];
            /** @description The latest hundred */
            messages: components["schemas"]["Message"][];
        };
        Message: {
            /** @description What the provider was given as its idempotency key */
            key: string;
            instance: string;
            journey: string;
            node: string;
            visit: number;
            channel: string;
            template: string | null;
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
             * @description The first time, as its provider reported it; so the next three
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
            /** @description It was caught here and sent to nobody: see getCaughtMessage */
            isCaught: boolean;
        };
        Timeline: {
            lines: components["schemas"]["TraceLine"][];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        TraceLine: {
            /** @description The decision that it belongs to */
            step: number;
            /**
             * Format: date-time
             * @description When it happened, by the instant that it was due
             */
            at: string;
            /**
             * Format: date-time
             * @description UTC
             */
            decidedAt: string;
            /** @description Behind its deadline, where that is more than a minute */
            lateMs?: number;
            node: string | null;
            visit: number;
            /** @enum {string} */
            move: "wait" | "leave" | "exit" | "note" | "withhold" | "hold" | "release";
            /** @description The way out that was taken */
            port?: string;
            rule: string;
            /** @description Why */
            words: string;
            /** @description The values that were read to decide so */
            read: {
                [key: string]: unknown;
            };
        };
        CommandState: {
            id: string;
            instance: string;
            /** @enum {string} */
            state: "waiting" | "done" | "refused";
            /** @description Reason for the refusal */
            detail: string | null;
        };
        UserPage: {
            users: {
                userId: string;
                /** @description `name` of the profile, else `firstName` and `lastName` */
                name: string | null;
                email: string | null;
                /** @description Journeys that they are in now */
                inside: number;
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
            /** @description Live ones: the latest hundred */
            instances: components["schemas"]["Instance"][];
            /** @description The latest hundred */
            messages: components["schemas"]["Message"][];
            /** @description Those that they are in */
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
                /** @description Its place in the order of all that is decided by */
                position: number;
                /** @description Those of our own begin with `$` */
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
                 * @description When it says that it happened
                 */
                occurredAt: string | null;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
        };
        Catalogue: {
            events: {
                name: string;
                /**
                 * Format: date-time
                 * @description When the latest was accepted
                 */
                lastAt: string;
                properties: {
                    /** @description `cart.total` */
                    path: string;
                    /** @description `string`, `number`, `boolean`, `list`, `object`, `null` */
                    types: string[];
                    /** @description At most five values, shortened */
                    samples: string[];
                }[];
            }[];
            traits: {
                /** @description `plan`, `address.city` */
                name: string;
                /** @description `string`, `number`, `boolean`, `list`, `object`, `null` */
                types: string[];
                /** @description At most five values, shortened */
                samples: string[];
            }[];
        };
        Erasure: {
            id: string;
            /**
             * @description `deleting`: the database holds nothing of theirs any more, and histories are being deleted
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
            /** @description Instances that were ended, with the reason `erased` */
            ended: number;
            /** @description All that they had */
            instances: number;
            /** @description Workflows of which Temporal has no run any more */
            workflows: number;
            /** @description Workflows that it still has */
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
            /** @description Null once the user has been erased */
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
            /** @description Null once the user has been erased */
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
            /** @description Handed back */
            replayed: number;
            /** @description Loops: there is nothing to replay */
            left: number;
            /** @description There are more that match: call again */
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
            /** @description Counts its changes */
            version: number;
            /** @description Who is in it now */
            members: number;
            /** @description The stored document can't be read: it was changed by hand, or written by another release */
            isUnreadable: boolean;
            /** @description It was made or changed, and not everybody has been judged by it yet */
            isFilling: boolean;
            /**
             * Format: date-time
             * @description UTC
             */
            updatedAt: string;
            /** @description The segment: see the schema Segment */
            document: {
                [key: string]: unknown;
            };
        };
        SegmentWritten: {
            id: string;
            version: number;
            /** @description False: it is this very segment already */
            isNew: boolean;
        };
        SegmentDeleted: {
            id: string;
        };
        SegmentPreview: {
            count: number;
            sample: {
                userId: string;
                /** @description What was read to tell */
                read: {
                    [key: string]: unknown;
                };
            }[];
        };
        Session: {
            workspace: {
                id: string;
            };
            /** @description Who has signed in; of a call with a key, the id of the key */
            name: string;
            /** @description The id of the key that they act with */
            key: string;
            scopes: ("ingest" | "read" | "author" | "operate" | "admin")[];
            /** @description The list of workflows in Temporal's UI; one is at `/<workflowId>` below it */
            temporalUi: string | null;
        };
        ApiKeys: {
            keys: components["schemas"]["ApiKey"][];
        };
        ApiKey: {
            /** @description What the audit names */
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
            /** @description The call was made by it */
            isOwn: boolean;
        };
        NewApiKey: {
            /** @description Give it as `Authorization: Bearer …`. It is not shown again */
            key: string;
        };
        ApiKeyRevoked: {
            id: string;
        };
        /** @description What a workspace has in common, and what its new journeys begin with */
        Settings: {
            /** @description Time zone for reports and new journeys */
            timeZone?: components["schemas"]["TimeZone"];
            /**
             * @description Of new journeys
             * @default []
             */
            quietHours: components["schemas"]["QuietHours"][];
            /**
             * @description Of new journeys
             * @default []
             */
            frequencyCaps: components["schemas"]["FrequencyCap"][];
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
        /** @description Binds the messages of this journey, and counts what the person gets of any journey. A message too many takes `suppressed` */
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
                /** @description The same after it. Null: nothing, or not known */
                after: {
                    [key: string]: unknown;
                } | null;
            }[];
            /** @description The `cursor` of the next page; null on the last */
            next: string | null;
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
            /** @description More than one: it came again under the same key */
            copies: number;
            /** @description Whose it is, and of which node; null where no journey sent it */
            about: {
                userId: string;
                journey: string;
                instance: string;
                node: string;
            } | null;
        };
        Readiness: {
            /** @enum {string} */
            status: "ready" | "not ready";
            checks: {
                [key: string]: {
                    ok: boolean;
                    detail: string;
                    /** @description Whether the API is not ready without it */
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
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "exists" | "missing";
        });
        /** @description Where a value is found: "profile.plan", "event.cart.total", "context.entry.cartId" */
        Path: string;
        /** @description A length of time: "90s", "2h30m", "3d", "1w". "24h" is 24 hours; "1d" is the same clock time tomorrow */
        Duration: string;
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
        /** @description Between which dates people enter */
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
            /** @description Name in reports. The node ID by default. */
            template?: string;
            content: components["schemas"]["Content"];
            /**
             * @description Kinds of message that frequency caps can count
             * @default []
             */
            tags: string[];
            /**
             * @description For receipts, password resets and the like. Ignores consent, quiet hours and frequency caps.
             * @default false
             */
            transactional: boolean;
            /** @description Whether frequency caps count this message. Only a transactional message can turn this off. */
            counts?: boolean;
            /** @description How long to wait for `delivered`, `viewed`, `clicked` or `replied`, if one of these ports is linked */
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
        Content: {
            subject?: string;
            title?: string;
            text?: string;
            html?: string;
            url?: string;
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
            /** @description The same again is taken once, for 35 days; without it every message is new */
            messageId?: string;
            /** @description The company's own id; this or anonymousId */
            userId?: string;
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, for reports: decisions go by when it came here
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
            /** @description The same again is taken once, for 35 days; without it every message is new */
            messageId?: string;
            /** @description The company's own id; this or anonymousId */
            userId?: string;
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, for reports: decisions go by when it came here
             */
            timestamp?: string;
            /** @description Null removes one */
            traits?: {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        }) | unknown | unknown;
        Page: ({
            /** @description The same again is taken once, for 35 days; without it every message is new */
            messageId?: string;
            /** @description The company's own id; this or anonymousId */
            userId?: string;
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, for reports: decisions go by when it came here
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
        OtherMessage: {
            /** @description The same again is taken once, for 35 days; without it every message is new */
            messageId?: string;
            /** @description The company's own id; this or anonymousId */
            userId?: string;
            anonymousId?: string;
            /**
             * Format: date-time
             * @description When it happened, for reports: decisions go by when it came here
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
                /** @description The same again is taken once, for 35 days; without it every message is new */
                messageId?: string;
                /** @description The company's own id; this or anonymousId */
                userId?: string;
                anonymousId?: string;
                /**
                 * Format: date-time
                 * @description When it happened, for reports: decisions go by when it came here
                 */
                timestamp?: string;
            } & {
                [key: string]: unknown;
            })[];
            /**
             * Format: date-time
             * @description By the clock of the sender: timestamps are corrected by it
             */
            sentAt?: string;
        } & {
            [key: string]: unknown;
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
             * @description Let those inside go on, or end their instances
             * @enum {string}
             */
            mode: "drain" | "now";
        };
        ExperimentEdit: {
            /** @enum {string} */
            mode?: "automatic" | "manual";
            /** @description Of any sum, for every path. In manual mode alone */
            weights?: {
                [key: string]: number;
            };
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
        ReplayDeadLetters: {
            /** @description These; without it, all that the filter finds */
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
        /** @description Who belongs to it: a condition over the profile and the past */
        Segment: {
            /**
             * @description Version of this format
             * @default 1
             * @constant
             */
            schema: 1;
            /** @description Stable: used by journeys and other segments */
            id: string;
            name: string;
            description?: string;
            condition: components["schemas"]["SegmentCondition"];
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
            /** @description Only events for which this holds: it reads event.… */
            where?: components["schemas"]["Condition"];
            /** @default 1 */
            atLeast: number;
            atMost?: number;
            /** @description Counted back from now; ever without it. An event that is exactly so old still counts */
            within?: components["schemas"]["Duration"];
        } | {
            didNot: components["schemas"]["EventName"];
            /** @description Only events for which this holds: it reads event.… */
            where?: components["schemas"]["Condition"];
            /** @default 1 */
            atLeast: number;
            atMost?: number;
            /** @description Counted back from now; ever without it. An event that is exactly so old still counts */
            within?: components["schemas"]["Duration"];
        } | {
            first: components["schemas"]["EventName"];
            /** @description Only events for which this holds: it reads event.… */
            where?: components["schemas"]["Condition"];
            /** @description A moment; without an offset it is one on the clock of the person */
            before: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            };
        } | {
            first: components["schemas"]["EventName"];
            /** @description Only events for which this holds: it reads event.… */
            where?: components["schemas"]["Condition"];
            /** @description A moment; without an offset it is one on the clock of the person */
            after: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            };
        } | {
            last: components["schemas"]["EventName"];
            /** @description Only events for which this holds: it reads event.… */
            where?: components["schemas"]["Condition"];
            /** @description A moment; without an offset it is one on the clock of the person */
            before: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            };
        } | {
            last: components["schemas"]["EventName"];
            /** @description Only events for which this holds: it reads event.… */
            where?: components["schemas"]["Condition"];
            /** @description A moment; without an offset it is one on the clock of the person */
            after: string | {
                ago: components["schemas"]["Duration"];
            } | {
                ahead: components["schemas"]["Duration"];
            };
        } | {
            /** @description Id of another segment */
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
                path: components["schemas"]["Path"];
            };
        } | {
            path: components["schemas"]["Path"];
            /** @enum {string} */
            op: "exists" | "missing";
        });
        SignIn: {
            /** @description An API key */
            key: string;
            /** @description Who you are */
            name: string;
        } | {
            /** @description Printed by `npm start`; good once, for ten minutes */
            code: string;
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
    group: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OtherMessage"];
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
                "application/json": components["schemas"]["OtherMessage"];
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
    reportMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description What the provider was given as its idempotency key; `key` of a message in the answers here */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What happened to the message: it becomes the event `$message.<type>`
                     * @enum {string}
                     */
                    type: "delivered" | "viewed" | "clicked" | "replied";
                    /** @description When, for reports: decisions go by when it is accepted */
                    at?: string | number;
                    /** @description What was clicked */
                    url?: string;
                    /** @description What was replied */
                    text?: string;
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
                /** @description Publish only if the draft is at this revision, since it goes with it; 0: there is none */
                draft?: number;
            };
            header?: {
                /** @description An ETag: publish only if that is the running version */
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
            /** @description It was published before */
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
    listJourneys: {
        parameters: {
            query?: {
                /** @description Journey IDs that begin with this */
                id?: string;
                /** @description Names that contain this, in upper or lower case */
                name?: string;
                /** @description Names or Journey IDs that contain this */
                search?: string;
                state?: "draft" | "scheduled" | "running" | "paused" | "completed" | "stopped" | "archived";
                label?: string;
                /** @description In upper or lower case */
                owner?: string;
                /** @description `id`, `name`: ascending. `entered`, `inside`, `rate` (of the most-met goal), `last` (entry): descending. */
                sort?: "id" | "name" | "entered" | "inside" | "rate" | "last";
                /** @description How many at most */
                limit?: number;
                /** @description `next` of the page before, in the same order */
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
                /** @description How many at most */
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
                /** @description How many at most */
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
                /** @description The ETag of the draft that it replaces; "0": only if there is none */
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
                /** @description The ETag of the draft that it replaces; "0": only if there is none */
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
    editExperiment: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag: change it only if that is its revision */
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
                /** @description An ETag: change it only if that is its revision */
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
                /** @description An ETag: change it only if that is its revision */
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
    listExperimentChanges: {
        parameters: {
            query?: {
                /** @description How many at most */
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
                /** @description Who entered from here on: an instant (ISO 8601), or a day in the zone */
                from?: string;
                /** @description … and before this instant, or up to the end of this day */
                to?: string;
                /** @description Of the trend; left out: what the range can be read by */
                by?: "day" | "week" | "month";
                /** @description Of this version alone */
                version?: number;
                /** @description Whose calendar it is; left out: the workspace's, else the journey's, else UTC */
                zone?: components["schemas"]["TimeZone"];
                /** @description `csv`: as `Accept: text/csv` */
                format?: "json" | "csv";
                /** @description Of the CSV: this part alone */
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
                /** @description How many at most */
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
                /** @description How many at most */
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
                /** @description The same key and request again gets the same answer, for a day */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun */
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
            query?: never;
            header?: {
                /** @description The same key again is the same list: it is not taken in twice */
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
            };
        };
        responses: {
            /** @description It is in, and its people are being queued */
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
                /** @description How many at most */
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
    enterJourney: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request again gets the same answer, for a day */
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
            /** @description Had entered by this very message, was inside and is told of it, or is in the control group */
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
    listInstances: {
        parameters: {
            query?: {
                journey?: string;
                version?: number;
                /** @description Who is there now */
                node?: string;
                /** @description Those that are paused or stuck are live too */
                status?: "live" | "ended" | "starting" | "paused" | "stuck" | "retrying" | "control";
                /** @description Why they ended */
                reason?: string;
                /** @description The company's own id of the user */
                userId?: string;
                /** @description How many at most */
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
                /** @description How many at most */
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
    commandInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and request again gets the same answer, for a day */
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
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommandState"];
                };
            };
            /** @description Accepted, and not obeyed yet: ask for it by its id */
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
    listUsers: {
        parameters: {
            query?: {
                /** @description How the user id begins */
                search?: string;
                /** @description How many at most */
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
                /** @description How many at most */
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
                /** @description How many at most */
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
                /** @description How many at most */
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
                /** @description Stable: used by journeys and other segments */
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
                /** @description An ETag: only if that is the version that there is */
                "If-Match"?: string;
            };
            path: {
                /** @description Stable: used by journeys and other segments */
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
            /** @description It was this very segment before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SegmentWritten"];
                };
            };
            /** @description Made, or changed */
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
                /** @description Stable: used by journeys and other segments */
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
            /** @description Made */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code: string;
                        /** @description Where it is good: `/sign-in#code=…` */
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
            /** @description Made */
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
    listAudit: {
        parameters: {
            query?: {
                /** @description How many at most */
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
    listInbox: {
        parameters: {
            query?: {
                channel?: "email" | "sms" | "push" | "webPush" | "inApp" | "whatsapp" | "webhook" | "activity";
                recipient?: string;
                /** @description How many at most */
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
