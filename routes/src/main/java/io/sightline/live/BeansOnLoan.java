package io.sightline.live;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

/**
 * The beans of a context that runs, for one that nothing runs in. Components and endpoints are not among them: the
 * other context makes its own, since what is stopped there would stop here as well.
 */
final class BeansOnLoan implements BeanRepository {
    private final CamelContext owner;
    private final Set<String> hidden;
    private final IdentityHashMap<CamelContextAware, Optional<CamelContext>> lent = new IdentityHashMap<>();

    /** @param hidden names of beans that are to go */
    BeansOnLoan(CamelContext owner, Set<String> hidden) {
        this.owner = owner;
        this.hidden = Set.copyOf(hidden);
    }

    @Override
    public @Nullable Object lookupByName(String name) {
        return hidden.contains(name) ? null : lend(owner.getRegistry().lookupByName(name));
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        return hidden.contains(name) ? null : lend(owner.getRegistry().lookupByNameAndType(name, type));
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        var found = new LinkedHashMap<String, T>();
        owner.getRegistry().findByTypeWithName(type).forEach((name, bean) -> {
            var lent = lend(bean);
            if (lent != null && !hidden.contains(name)) {
                found.put(name, lent);
            }
        });
        return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return findByTypeWithName(type).values().stream().collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private synchronized <T> @Nullable T lend(@Nullable T bean) {
        if (bean instanceof Component || bean instanceof Endpoint) {
            return null;
        }
        if (bean instanceof CamelContextAware aware) {
            lent.computeIfAbsent(aware, lending -> Optional.ofNullable(lending.getCamelContext()));
        }
        return bean;
    }

    /** Some beans were told of the other context: from now on each has the one again that it had. */
    synchronized void giveBack(CamelContext other) {
        lent.forEach((bean, former) -> {
            if (bean.getCamelContext() == other) {
                bean.setCamelContext(former.orElse(owner));
            }
        });
        lent.clear();
    }
}
