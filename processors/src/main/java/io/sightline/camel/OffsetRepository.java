package io.sightline.camel;

import io.sightline.failure.TransientFailure;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells camel-kafka where a consumer group stands, from PostgreSQL: key {@code topic/partition}, value the last offset
 * that is done. The position is written by the sink's transaction and never from here.
 */
public final class OffsetRepository extends ServiceSupport implements StateRepository<String, String> {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetRepository.class);
    private static final long MILLIS_BETWEEN_TRIES = 500;

    private final Resumption positions;
    private final CamelContext camel;

    public OffsetRepository(Resumption positions, CamelContext camel) {
        this.positions = positions;
        this.camel = camel;
    }

    /** Tells where to read on in a partition; a TransientFailure while that is not known. */
    @FunctionalInterface
    public interface Resumption {
        long resume(TopicPartition partition);
    }

    /**
     * Never null, which would mean that Kafka decides: while a server is away this waits, until the consumer is
     * stopped.
     */
    @Override
    public String getState(String key) {
        int slash = key.lastIndexOf('/');
        var partition = new TopicPartition(key.substring(0, slash), Integer.parseInt(key.substring(slash + 1)));
        boolean told = false;
        while (true) {
            try {
                return String.valueOf(positions.resume(partition) - 1);
            } catch (TransientFailure failure) {
                if (!told) {
                    LOG.warn("the position of {} cannot be read, waiting: {}", partition, failure.getMessage());
                    told = true;
                }
                await(failure);
            }
        }
    }

    @Override
    public void setState(String key, String value) {
        // The sink's transaction has done it.
    }

    private void await(TransientFailure failure) {
        if (camel.isStopping() || camel.isStopped() || Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        try {
            TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_TRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
