package io.sightline.runtime;

import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A client of Kafka that is made when it is needed and a name of a broker resolves. Until then each call throws
 * {@link TransientFailure} DEPENDENCY_UNAVAILABLE: a name that stands for nothing, such as that of a service without
 * pods, is a Kafka that is away.
 */
final class LateAdmin implements InvocationHandler {
    private final Supplier<Admin> making;
    private final String addresses;
    private @Nullable Admin admin;

    private LateAdmin(Supplier<Admin> making, String addresses) {
        this.making = making;
        this.addresses = addresses;
    }

    /**
     * The client.
     *
     * @param making throws {@link KafkaException} as long as it cannot be made
     * @param addresses of the brokers, for people
     */
    static Admin of(Supplier<Admin> making, String addresses) {
        return (Admin) Proxy.newProxyInstance(
                LateAdmin.class.getClassLoader(), new Class<?>[] {Admin.class}, new LateAdmin(making, addresses));
    }

    /** Whether that is why no client of Kafka could be made. */
    static boolean isAboutNames(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigException
                    && String.valueOf(cause.getMessage()).contains("No resolvable")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                default -> "client of Kafka at " + addresses;
            };
        }
        try {
            if (method.getName().equals("close")) {
                return close(method, arguments);
            }
            return method.invoke(made(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private synchronized @Nullable Object close(Method method, Object @Nullable [] arguments)
            throws InvocationTargetException, IllegalAccessException {
        return admin == null ? null : method.invoke(admin, arguments);
    }

    private synchronized Admin made() {
        if (admin == null) {
            try {
                admin = making.get();
            } catch (KafkaException e) {
                throw new TransientFailure(
                        FailureCode.DEPENDENCY_UNAVAILABLE,
                        "no client of Kafka at " + addresses + " can be made; see camel.component.kafka.brokers",
                        e,
                        Dependency.KAFKA);
            }
        }
        return admin;
    }
}
