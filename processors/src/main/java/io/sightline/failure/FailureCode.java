package io.sightline.failure;

/**
 * Every failure that a client, an operator or a dead letter can see, by a stable name.
 *
 * <p>The names of dead letters are those of the Avro enum {@code io.sightline.delivery.v1.Reason}; the same names are
 * the {@code code} of problem+json answers.
 */
public enum FailureCode {
    EMPTY_BODY(400, "The picture is empty"),
    BODY_TOO_LARGE(413, "The body has too many bytes"),
    UNSUPPORTED_MEDIA_TYPE(415, "This kind of body is not read"),
    NOT_A_PICTURE(422, "The bytes are not a picture"),
    TRUNCATED_PICTURE(422, "The picture ends too early"),
    TOO_MANY_PIXELS(422, "The picture has too many pixels"),
    INVALID_SOURCE(400, "The source id is not valid"),
    UNDECODABLE_RECORD(422, "The record cannot be decoded"),
    UNKNOWN_SCHEMA(422, "The record names a schema that the registry does not know"),
    CLAIM_MISSING(410, "The stored picture is gone"),
    CLAIM_CORRUPT(500, "The stored picture has changed"),
    MODEL_UNKNOWN(404, "No such model is configured"),
    MODEL_NOT_SERVING(503, "The model does not serve yet"),
    OUTPUT_NOT_FINITE(500, "The model's output holds NaN or infinity"),
    OUTPUT_OUT_OF_RANGE(500, "The model's output holds scores that are none"),
    CONSTRAINT_VIOLATION(409, "The database refuses the row"),
    UNEXPECTED_FAILURE(500, "An unexpected failure"),

    INVALID_PARAMETER(400, "A parameter is not valid"),
    UNAUTHENTICATED(401, "A valid access token is needed"),
    SIGNATURE_INVALID(401, "The signature is not valid"),
    FORBIDDEN(403, "The access token does not permit this"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be given"),
    BODY_TOO_SLOW(408, "The body took too long"),
    RANGE_NOT_SATISFIABLE(416, "No byte of the picture is in the range"),
    TOO_MANY_REQUESTS(429, "The client sends more requests than it may"),
    COMMAND_WAITING(409, "Another command of the model waits"),
    ROUTE_GUARDED(409, "The route guards something"),
    ROUTE_STOPPED(503, "The route does not run for now"),
    IDEMPOTENCY_CONFLICT(422, "The idempotency key was used for something else"),
    OVERLOADED(503, "More is asked for than can be done at once"),
    DEPENDENCY_UNAVAILABLE(503, "A server that is needed does not answer"),
    DEPENDENCY_DENIES(503, "A server that is needed does not accept the login"),
    DEPENDENCY_MISUNDERSTOOD(502, "A server that is needed answers something else than it should"),
    MODEL_UNUSABLE(422, "The model's files cannot be used"),
    FENCED(503, "Another process has taken over"),
    OFFSETS_MISSING(503, "Offsets are missing between two records"),
    RECORDS_EXPIRED(500, "Records were dropped before they were read"),
    TOPIC_REPLACED(500, "The topic was deleted and made anew"),
    OFFSET_OUT_OF_RANGE(500, "The log ends before what was read of it"),
    DATABASE_DIVIDED(500, "Two runtimes of one group store in two databases");

    private final int httpStatus;
    private final String title;

    FailureCode(int httpStatus, String title) {
        this.httpStatus = httpStatus;
        this.title = title;
    }

    /** Status of an HTTP answer that reports this failure. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The failure in a few words, the same for every occurrence. */
    public String title() {
        return title;
    }
}
