// `mettle help engines`: how a program of others is described, called and answers.
// Leaves to others: the schema of a description (Profiles/schema), ours as examples (Profiles/engines).

enum EngineHelp {
    static let text = """
        Beside Mettle's own engine a run may use programs of others: PyTorch, OpenVINO and ONNX Runtime are described in the program, others in a file.
        The same watcher sees their runs, the same rules grade them, and their figures stand in the same record, under their name and version.
         mettle run --engine mettle,pytorch --only 'cloud-check/*'
         mettle run --engine 'pytorch:*'          every variant: channels last, compiled, both
         mettle run --engine ./mine.json          a description of your own
         mettle compare --engine pytorch,mettle FILE
        A suite's entry may name them, too: "engines": ["mettle", "pytorch:compiled"]. An engine that is not installed is a skip that says what to install.

        A description is a JSON file (Profiles/schema/engine-1.schema.json). Its commands are lists of arguments, run without a shell, in which {word} stands for a value and {{ for a brace:
         {python} {folder}        the Python of --engine-path or METTLE_PYTHON; where the description's files lie
         {benchmark} {precision} {threads} {seed}
         {seconds}                for warm-up and samples together; {warm_up_seconds} of them at most for the warm-up
         {sample_seconds}         the least that a sample lasts; 0 for a training, where a sample is a step
         {most_samples}           more are refused
         {phase} {network} {batch}                      of a network's training or inference
         {rate} {momentum} {weight_decay} {optimizer} {label_smoothing}   of a training; optimizer: sgd or adamw
         {rows} {columns} {depth} {transpose}           of gemm
        and a benchmark's parameters by their names.

        The program ends with exit code 0 and one line of JSON, the last of its output:
         {"mettle_engine_answer": 1, "version": "2.13.0", "iterations": 1, "nanoseconds": [101, 99]}
        nanoseconds holds one number a sample, of `iterations` steps or inferences each; two are the least. It may add sample_count, components (a list of texts), construction_seconds, peak_bytes, and parameters, the number of its network's trained parameters, which must be ours.
        {"mettle_engine_answer": 1, "skipped": "REASON"} says that it cannot run here, "failed" that it went wrong. The probe answers with its version in the same form.
        Before the first sample it may print the line {"mettle_engine_sampling": 1}: what disturbed the machine until then does not count.
        A program that crashes, answers otherwise, or takes twice its seconds and its start_seconds besides, is a failure with one sentence; it is ended with everything that it started.
        """
}
