package io.sightline.audit;

import io.sightline.audit.Books.OriginRow;
import io.sightline.delivery.GroupVerdicts;
import io.sightline.delivery.Stop;
import io.sightline.failure.FailureCode;
import java.util.UUID;

/** What to say of a frames topic that is gone, be there another one of its name or not. */
final class FormerFrames {
    private FormerFrames() {}

    /** Of a partition that does not exist. */
    static String gone(OriginRow row, Remains remains) {
        return "partition " + row.partition() + " does not exist, but " + remains.stored()
                + " of its records became frames or dead letters. " + remains.told()
                + " Look at camel.component.kafka.brokers and at sightline.topics.frames. If the topic was deleted, what it held"
                + " and was not read is gone; ask its producers. Once you have seen that, close its account: "
                + close(row)
                + ".";
    }

    /** Of a partition of a topic that has another id now. */
    static String replaced(OriginRow row, UUID id, Remains remains) {
        return GroupVerdicts.madeAnew(row.partition().topic(), id) + ", but the account of"
                + " partition " + row.partition().partition() + " with " + remains.stored()
                + " records that became frames or dead letters is that of the topic with id " + row.topicId() + ". "
                + remains.told()
                + " What the old topic held and ingest had not read is gone; ask its producers. Ingest reads nothing of the new"
                + " one before the accounts of all partitions of the old one are closed. "
                + closeAll(row.partition().topic(), row.topicId());
    }

    /** Why ingest reads nothing of a topic that has the name of another one. */
    static Stop stop(String topic, UUID id, UUID former, Remains remains) {
        return new Stop(
                FailureCode.TOPIC_REPLACED,
                GroupVerdicts.madeAnew(topic, id) + ", but this database has the account of the topic with id " + former
                        + ", of which " + remains.stored() + " records became frames or dead letters. "
                        + remains.told() + " Ingest reads nothing of the new one before that account is closed",
                wayOn(topic, former));
    }

    /** What a person does about it. */
    static String wayOn(String topic, UUID former) {
        return "What the old topic held and ingest had not read is gone: GET /v1/audit says more of each partition; ask the"
                + " producers. " + closeAll(topic, former);
    }

    /** The way on, the same whoever tells it. */
    private static String closeAll(String topic, UUID former) {
        return "Once you have seen what is gone, end all processes of the stage ingest and run: delete from"
                + " audit_start where topic_id = '" + former + "'; and, so that no position of the old one is left: "
                + GroupVerdicts.reset(AuditTopics.INGEST, topic)
                + "; then start them: they read the new topic from its start.";
    }

    private static String close(OriginRow row) {
        return "delete from audit_start where topic_id = '" + row.topicId() + "' and partition = "
                + row.partition().partition();
    }
}
