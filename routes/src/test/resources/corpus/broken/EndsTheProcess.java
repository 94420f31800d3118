// expect: 10:9 'exit' ends the whole process
// expect: 11:9 'halt' ends the whole process
// expect: 12:62 'exit' ends the whole process
import java.util.function.IntConsumer;
import org.apache.camel.builder.RouteBuilder;

public class EndsTheProcess extends RouteBuilder {
    @Override
    public void configure() {
        System.exit(1);
        Runtime.getRuntime().halt(1);
        onException(Exception.class).process(exchange -> end(System::exit));
    }

    private static void end(IntConsumer end) {
        end.accept(1);
    }
}
