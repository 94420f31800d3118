package io.sightline.delivery;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of this process that must not be read on until a person has decided. Nothing is ever reset by itself.
 */
public final class StoppedPartitions {
    private static final Logger LOG = LoggerFactory.getLogger(StoppedPartitions.class);

    private final SortedMap<String, Stop> stops = new TreeMap<>();

    /** Says loudly that a partition is stopped; a repeat of the same is silent. */
    synchronized void add(String group, TopicPartition partition, Stop stop) {
        if (!stop.equals(stops.put(key(group, partition), stop))) {
            LOG.atError()
                    .addKeyValue("group", group)
                    .addKeyValue("partition", partition)
                    .addKeyValue("code", stop.code())
                    .log("partition stopped, it is not read on: {}. {}", stop.what(), stop.wayOn());
        }
    }

    synchronized void remove(String group, TopicPartition partition) {
        if (stops.remove(key(group, partition)) != null) {
            LOG.atInfo()
                    .addKeyValue("group", group)
                    .addKeyValue("partition", partition)
                    .log("partition is read again");
        }
    }

    synchronized boolean contains(String group, TopicPartition partition) {
        return stops.containsKey(key(group, partition));
    }

    /** The stopped partitions, as {@code group topic-partition}, and why. */
    public synchronized Map<String, Stop> all() {
        return new TreeMap<>(stops);
    }

    private static String key(String group, TopicPartition partition) {
        return group + " " + partition;
    }
}
