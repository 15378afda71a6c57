package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.model.LatentModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.Iteration;
import io.entrosum.train.RunState;
import io.entrosum.train.StopReason;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the state of one training is stored: numbers and models as tensors, names and events in JSON.
 *
 * @param prefix of the names of all its tensors
 * @param columns the names of the columns
 */
record RunCodec(String prefix, List<String> columns) {
  private static final String REMEDY =
      "it is damaged: remove it, and training goes on from the one before";
  private static final String RESULT = "result";

  /** Adds the tensors of a state; returns what JSON says of it. */
  ObjectNode encode(RunState state, TensorFile.Builder into) {
    ObjectNode json = StrictJson.object();
    ArrayNode models = json.putArray("models");
    ArrayNode numbers = json.putArray("numbers");
    if (state instanceof RunState.Open open) {
      open.models().forEach((name, model) -> add(name, model, models, into));
      open.numbers().forEach((name, values) -> add(name, values, numbers, into));
      json.put("reason", open.reason().map(Enum::name).orElse(""));
      json.set("events", events(open.events()));
    } else {
      TrainingResult<?> result = ((RunState.Done) state).result();
      add(RESULT, result.model(), models, into);
      double[] bound = TraceTensor.terms(result.bound());
      add("bound", bound, numbers, into);
      add("size", new double[] {result.rows(), result.weight(), result.passes()}, numbers, into);
      ArrayNode figures = json.putArray("figures");
      result.figures().keySet().forEach(figures::add);
      add(
          "figures",
          result.figures().values().stream().mapToDouble(Double::doubleValue).toArray(),
          numbers,
          into);
      json.put(RESULT, result.stopReason().name());
      json.set("events", events(result.events()));
    }
    into.tensor(prefix + "trace", TraceTensor.of(state.trace()));
    ArrayNode trace = json.putArray("trace");
    state.trace().forEach(iteration -> trace.add(events(iteration.events())));
    return json;
  }

  private void add(String name, LatentModel<?> model, ArrayNode names, TensorFile.Builder into) {
    names.add(name);
    TensorFile file = new ModelFile(model, columns, Map.of()).toTensors();
    TensorFile.Builder without = TensorFile.builder();
    file.metadata()
        .forEach(
            (key, text) -> {
              if (!key.equals(ModelFile.COLUMNS)) { // once for all models
                without.metadata(key, text);
              }
            });
    file.tensors().forEach(without::tensor);
    into.part(modelPrefix(name), without.build());
  }

  private String modelPrefix(String name) {
    return prefix + "models/" + name + "/";
  }

  private void add(String name, double[] values, ArrayNode names, TensorFile.Builder into) {
    names.add(name);
    into.tensor(prefix + "numbers/" + name, Tensor.of(values, values.length));
  }

  private static ArrayNode events(List<ModelEvent> events) {
    ArrayNode list = StrictJson.array();
    events.forEach(
        event ->
            list.addObject()
                .put("kind", event.kind().name())
                .put("component", event.component())
                .put("count", event.count())
                .put("message", event.message()));
    return list;
  }

  /**
   * The state that was stored.
   *
   * @throws IllegalArgumentException if a name is unknown
   * @throws InvalidModelException if something is missing, or no valid model
   */
  RunState decode(JsonNode json, TensorFile file, String where) {
    Map<String, LatentModel<?>> models = new LinkedHashMap<>();
    for (JsonNode name : json.path("models")) {
      models.put(name.asText(), model(name.asText(), file, where));
    }
    Map<String, double[]> numbers = new LinkedHashMap<>();
    for (JsonNode name : json.path("numbers")) {
      numbers.put(name.asText(), tensor("numbers/" + name.asText(), file, where).values());
    }
    List<List<ModelEvent>> traceEvents = new ArrayList<>();
    json.path("trace").forEach(list -> traceEvents.add(events(list)));
    List<Iteration> trace = TraceTensor.iterations(tensor("trace", file, where), traceEvents);
    List<ModelEvent> events = events(json.path("events"));
    if (!json.has(RESULT)) {
      String reason = json.path("reason").asText();
      return new RunState.Open(
          models,
          numbers,
          trace,
          events,
          reason.isEmpty() ? Optional.empty() : Optional.of(StopReason.valueOf(reason)));
    }
    Map<String, Double> figures = new LinkedHashMap<>();
    for (JsonNode name : json.path("figures")) {
      figures.put(name.asText(), require(numbers, "figures", where)[figures.size()]);
    }
    double[] size = require(numbers, "size", where);
    return new RunState.Done(
        result(
            require(models, RESULT, where),
            require(numbers, "bound", where),
            size,
            trace,
            StopReason.valueOf(json.path(RESULT).asText()),
            events,
            figures));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // a result of whatever model it is
  private static TrainingResult<?> result(
      LatentModel<?> model,
      double[] bound,
      double[] size,
      List<Iteration> trace,
      StopReason reason,
      List<ModelEvent> events,
      Map<String, Double> figures) {
    return new TrainingResult(
        model,
        TraceTensor.terms(bound, 0),
        (long) size[0],
        size[1],
        trace,
        (int) size[2],
        reason,
        events,
        figures);
  }

  private static <T> T require(Map<String, T> from, String name, String where) {
    T found = from.get(name);
    if (found == null) {
      throw new InvalidModelException(where, name + " is missing", REMEDY);
    }
    return found;
  }

  private LatentModel<?> model(String name, TensorFile file, String where) {
    TensorFile.Builder whole = TensorFile.builder().part("", file.part(modelPrefix(name)));
    whole.metadata(ModelFile.COLUMNS, StrictJson.line(columns));
    return ModelFile.decode(new ParameterReader(whole.build(), where, REMEDY)).model();
  }

  private Tensor tensor(String name, TensorFile file, String where) {
    Tensor found = file.tensor(prefix + name);
    if (found == null) {
      throw new InvalidModelException(where, "tensor " + prefix + name + " is missing", REMEDY);
    }
    return found;
  }

  private static List<ModelEvent> events(JsonNode json) {
    List<ModelEvent> events = new ArrayList<>();
    for (JsonNode event : json) {
      events.add(
          new ModelEvent(
              ModelEvent.Kind.valueOf(event.path("kind").asText()),
              event.path("component").asInt(),
              event.path("count").asInt(),
              event.path("message").asText()));
    }
    return events;
  }
}
