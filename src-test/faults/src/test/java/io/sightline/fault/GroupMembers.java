package io.sightline.fault;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ConsumerGroupListing;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.ConsumerGroupState;

/** Who is in which consumer group, as the broker has it. */
public final class GroupMembers implements AutoCloseable {
    private final Admin admin;

    /** @param settings of a runtime, for its brokers */
    public GroupMembers(Map<String, String> settings) {
        this.admin = Admin.create(Map.<String, Object>of(
                "bootstrap.servers", Objects.requireNonNull(settings.get("camel.component.kafka.brokers"))));
    }

    /** Ids of the members, which the broker gives them when they join. */
    public Set<String> ids() throws ExecutionException, InterruptedException {
        return inUse().stream()
                .flatMap(group -> group.members().stream())
                .map(MemberDescription::consumerId)
                .collect(toUnmodifiableSet());
    }

    /** Groups whose partitions are divided among their members. */
    public Set<String> stable() throws ExecutionException, InterruptedException {
        return settled().map(ConsumerGroupDescription::groupId).collect(toUnmodifiableSet());
    }

    /** How those groups divide them. */
    public Set<String> assignors() throws ExecutionException, InterruptedException {
        return settled().map(ConsumerGroupDescription::partitionAssignor).collect(toUnmodifiableSet());
    }

    @Override
    public void close() {
        admin.close();
    }

    private Stream<ConsumerGroupDescription> settled() throws ExecutionException, InterruptedException {
        return inUse().stream().filter(group -> group.state() == ConsumerGroupState.STABLE);
    }

    private List<ConsumerGroupDescription> inUse() throws ExecutionException, InterruptedException {
        var groups = admin.listConsumerGroups().all().get().stream()
                .map(ConsumerGroupListing::groupId)
                .toList();
        Collection<ConsumerGroupDescription> described =
                admin.describeConsumerGroups(groups).all().get().values();
        return described.stream().filter(group -> !group.members().isEmpty()).toList();
    }
}
