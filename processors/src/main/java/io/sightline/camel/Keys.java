package io.sightline.camel;

/** Names under which routes and adapters pass things along on an exchange. */
public final class Keys {
    /**
     * Header: the {@link io.sightline.delivery.ConsumedRecord} that the message was read from. In Pipes a property,
     * which goes to no server.
     */
    public static final String RECORD = "SightlineRecord";
    /**
     * Header: the {@link io.sightline.delivery.v1.DeadLetter} that the record became; the body is the letter as its
     * topic is to get it, or the letter itself when it stays here.
     */
    public static final String LETTER = "SightlineLetter";
    /** Property: the exchanges of the Kafka batch, each with its own manual commit. */
    public static final String BATCH = "SightlineBatch";
    /** Property: how far {@link RecordByRecord} is in that batch. */
    public static final String IN_HAND = "SightlineInHand";
    /** Property: stage that the route belongs to. */
    public static final String STAGE = "SightlineStage";
    /** Property: the {@link io.sightline.frame.v1.FrameReceived} that the exchange is about. */
    public static final String FRAME = "SightlineFrame";
    /** Property: the {@link io.sightline.claim.v1.ClaimRef} to store or to fetch. */
    public static final String CLAIM = "SightlineClaim";
    /** Property: the bytes of the claim. */
    public static final String CONTENT = "SightlineContent";
    /** Property: {@link System#nanoTime()} when the fetch began. */
    public static final String FETCH_STARTED = "SightlineFetchStarted";
    /** Property: how long the fetch took, a {@link java.time.Duration}. */
    public static final String FETCH_TIME = "SightlineFetchTime";
    /** Property: the {@link io.sightline.source.Source} of the frame. */
    public static final String SOURCE = "SightlineSource";
    /** Property: the {@link io.sightline.frame.TraceContext} that the exchange belongs to. */
    public static final String TRACE = "SightlineTrace";
    /** Property: the Avro schema of the body that is about to be encoded. */
    public static final String SCHEMA = "SightlineSchema";
    /** Property: whether an action was given a list. */
    public static final String MANY = "SightlineMany";
    /** Property: the {@link io.sightline.inference.v1.InferenceCompleted} that the exchange is about. */
    public static final String INFERENCE = "SightlineInference";
    /** Property: a record that is to be added to, a {@link com.fasterxml.jackson.databind.JsonNode}. */
    public static final String JSON = "SightlineJson";
    /** Property: why the database refused the row in the body, a {@link io.sightline.failure.PermanentFailure}. */
    public static final String REFUSAL = "SightlineRefusal";

    /** Property: the {@link io.sightline.frame.Receipt} of a frame that came over REST. */
    public static final String RECEIPT = "SightlineReceipt";

    /** Header of a refused row, then property: id of the frame that the row is about. */
    public static final String FRAME_ID = "SightlineFrameId";
    /** Header of a refused row, then property: source of the frame that the row is about. */
    public static final String SOURCE_ID = "SightlineSourceId";
    /** Header of a refused row, then property: when the picture of its frame was taken. */
    public static final String CAPTURED_AT = "SightlineCapturedAt";
    /** Header of a refused row, then property: the {@link io.sightline.delivery.v1.Origin} of its frame. */
    public static final String ORIGIN = "SightlineOrigin";
    /** Property: true when a challenger is to run on the frame too. */
    public static final String SHADOWED = "SightlineShadowed";
    /** Property: how often the record was tried, the first time included. */
    public static final String ATTEMPTS = "SightlineAttempts";

    /**
     * Property: the {@link io.sightline.delivery.Redriven} that the record is part of, where its headers are not to be
     * believed.
     */
    public static final String REDRIVEN = "SightlineRedriven";

    /** Property: the {@link io.sightline.delivery.RedriveLetter} that is to be sent. */
    public static final String REDRIVE_LETTER = "SightlineRedriveLetter";

    /** Property: a set of names, those of the headers that a record had and is to have again on its topic. */
    public static final String ORIGINAL_HEADERS = "SightlineOriginalHeaders";

    /** Property: the media type of the contract that the client likes best. */
    public static final String ANSWER_TYPE = "SightlineAnswerType";

    /** Property: values of the header {@code Accept}, a list; it can be read where the operation answers something. */
    public static final String ACCEPT = "SightlineAccept";

    /** Property: the {@link AnswerConnection} that the answer goes out on. */
    public static final String CONNECTION = "SightlineConnection";

    /**
     * Property: the {@link io.sightline.contract.ByteRange} of the claim that is to be answered, where it is not all.
     */
    public static final String RANGE = "SightlineRange";

    /** Property: true when the answer is on the message before the route has come to its end. */
    public static final String ANSWERED = "SightlineAnswered";

    /** Property: name of the model that a promotion is about. */
    public static final String MODEL = "SightlineModel";

    private Keys() {}
}
