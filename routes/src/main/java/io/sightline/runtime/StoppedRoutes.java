package io.sightline.runtime;

import io.sightline.live.LiveRoutes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.apache.camel.support.service.ServiceHelper;
import org.springframework.http.HttpMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Turns requests away whose route does not run. camel-platform-http-starter keeps the path of a route that has stopped,
 * or is gone, and its requests fail with 500: seen on 4.17.0.
 */
record StoppedRoutes(CamelContext camel, Optional<LiveRoutes> live) implements HandlerInterceptor {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws NoResourceFoundException {
        // A request that comes by once more, when its route has answered it, is over.
        if (request.getDispatcherType() == DispatcherType.REQUEST
                && handler instanceof HandlerMethod method
                && method.getBean() instanceof Consumer consumer
                && !ServiceHelper.isStarted(consumer)) {
            boolean isBack = live.map(LiveRoutes::isChanging).orElse(false)
                    || camel.getRoutes().stream().anyMatch(route -> takesFrom(route, consumer));
            if (isBack) {
                throw new RouteStoppedException(request.getRequestURI());
            }
            throw new NoResourceFoundException(HttpMethod.valueOf(request.getMethod()), request.getRequestURI());
        }
        return true;
    }

    private static boolean takesFrom(Route route, Consumer consumer) {
        return route.getEndpoint().equals(consumer.getEndpoint());
    }
}
