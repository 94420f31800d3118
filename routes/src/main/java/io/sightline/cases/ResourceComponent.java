package io.sightline.cases;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * A component that works with a template, a stylesheet or a script, and is real unless that would come from a server.
 */
final class ResourceComponent extends DefaultComponent {
    private static final Pattern FROM_SERVER = Pattern.compile(
            "(?i).*?:(//)?([\\w-]+:)?(resource:)?(https?|ftps?|sftp|jar|github|gist):.*", Pattern.DOTALL);

    private final Component real;
    private final Component standIn;

    ResourceComponent(Component real, Component standIn) {
        this.real = real;
        this.standIn = standIn;
        setAutowiredEnabled(false);
    }

    @Override
    public Endpoint createEndpoint(String uri) throws Exception {
        return isFromServer(uri) ? standIn.createEndpoint(uri) : real.createEndpoint(uri);
    }

    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> parameters) throws Exception {
        return isFromServer(uri) ? standIn.createEndpoint(uri, parameters) : real.createEndpoint(uri, parameters);
    }

    private static boolean isFromServer(String uri) {
        int query = uri.indexOf('?');
        return FROM_SERVER.matcher(query < 0 ? uri : uri.substring(0, query)).matches();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        throw new IllegalStateException("one of the two components makes each endpoint");
    }

    @Override
    public boolean useRawUri() {
        return real.useRawUri();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        real.start();
        standIn.start();
    }

    @Override
    protected void doStop() throws Exception {
        real.stop();
        standIn.stop();
        super.doStop();
    }
}
