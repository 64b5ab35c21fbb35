// Files that the program carries in itself, so that the one copied binary is complete.
// Leaves to others: what they mean, and reading the user's own in their place.
//
// To add a file: one array here and one line in the list below; EmbeddedFileTests then compares it with the repository's.
// SwiftPM does not track what #embed reads: after changing an embedded file, `touch Sources/Assets/assets.c` makes the next build take
// it in. EmbeddedFileTests fails where that was forgotten; Scripts/test touches it first.
#include "assets.h"

static const unsigned char mettle_css[] = {
#embed "web/mettle.css"
};
static const unsigned char mettle_js[] = {
#embed "web/mettle.js"
};
static const unsigned char prices_2018_cloud_check[] = {
#embed "../../Profiles/prices/2018-cloud-check.csv"
};
static const unsigned char schema_record[] = {
#embed "../../Profiles/schema/record-1.schema.json"
};
static const unsigned char schema_suite[] = {
#embed "../../Profiles/schema/suite-1.schema.json"
};
static const unsigned char suite_full[] = {
#embed "../../Profiles/suites/full.json"
};
static const unsigned char suite_quick[] = {
#embed "../../Profiles/suites/quick.json"
};
static const unsigned char suite_standard[] = {
#embed "../../Profiles/suites/standard.json"
};
static const unsigned char suite_tiny[] = {
#embed "../../Profiles/suites/tiny.json"
};

static const unsigned char results_published_2018_acer_predator_gtx1070_json[] = {
#embed "../../Results/published/2018-acer-predator-gtx1070.json"
};
static const unsigned char results_published_2018_aws_p2_xlarge_k80_json[] = {
#embed "../../Results/published/2018-aws-p2-xlarge-k80.json"
};
static const unsigned char results_published_2018_aws_p3_2xlarge_v100_json[] = {
#embed "../../Results/published/2018-aws-p3-2xlarge-v100.json"
};
static const unsigned char results_published_2018_azure_nc6_k80_json[] = {
#embed "../../Results/published/2018-azure-nc6-k80.json"
};
static const unsigned char results_published_2018_azure_nc6v2_p100_json[] = {
#embed "../../Results/published/2018-azure-nc6v2-p100.json"
};
static const unsigned char results_published_2018_gce_k80_json[] = {
#embed "../../Results/published/2018-gce-k80.json"
};
static const unsigned char results_published_2018_paperspace_p4000_json[] = {
#embed "../../Results/published/2018-paperspace-p4000.json"
};
static const unsigned char results_published_2019_colab_pets_resnet34_json[] = {
#embed "../../Results/published/2019-colab-pets-resnet34.json"
};
static const unsigned char results_published_2019_laptop_cpu_pets_resnet34_json[] = {
#embed "../../Results/published/2019-laptop-cpu-pets-resnet34.json"
};
static const unsigned char profiles_suites_self_test_json[] = {
#embed "../../Profiles/suites/self-test.json"
};
static const unsigned char engines_pytorch_json[] = {
#embed "../../Profiles/engines/pytorch.json"
};
static const unsigned char engines_onnxruntime_json[] = {
#embed "../../Profiles/engines/onnxruntime.json"
};
static const unsigned char engines_openvino_json[] = {
#embed "../../Profiles/engines/openvino.json"
};
static const unsigned char engines_run_pytorch_py[] = {
#embed "../../Profiles/engines/run_pytorch.py"
};
static const unsigned char engines_run_onnxruntime_py[] = {
#embed "../../Profiles/engines/run_onnxruntime.py"
};
static const unsigned char engines_run_openvino_py[] = {
#embed "../../Profiles/engines/run_openvino.py"
};
static const unsigned char engines_mettle_engine_py[] = {
#embed "../../Profiles/engines/mettle_engine.py"
};
static const unsigned char engines_mettle_networks_py[] = {
#embed "../../Profiles/engines/mettle_networks.py"
};
static const unsigned char engines_mettle_onnx_py[] = {
#embed "../../Profiles/engines/mettle_onnx.py"
};
static const unsigned char schema_engine[] = {
#embed "../../Profiles/schema/engine-1.schema.json"
};

#define FILE_ENTRY(path, array) { path, array, sizeof array }
static const struct mettle_asset files[] = {
    FILE_ENTRY("Sources/Assets/web/mettle.css", mettle_css),
    FILE_ENTRY("Sources/Assets/web/mettle.js", mettle_js),
    FILE_ENTRY("Profiles/prices/2018-cloud-check.csv", prices_2018_cloud_check),
    FILE_ENTRY("Profiles/schema/record-1.schema.json", schema_record),
    FILE_ENTRY("Profiles/schema/suite-1.schema.json", schema_suite),
    FILE_ENTRY("Profiles/suites/full.json", suite_full),
    FILE_ENTRY("Profiles/suites/quick.json", suite_quick),
    FILE_ENTRY("Profiles/suites/standard.json", suite_standard),
    FILE_ENTRY("Profiles/suites/tiny.json", suite_tiny),
    FILE_ENTRY("Results/published/2018-acer-predator-gtx1070.json", results_published_2018_acer_predator_gtx1070_json),
    FILE_ENTRY("Results/published/2018-aws-p2-xlarge-k80.json", results_published_2018_aws_p2_xlarge_k80_json),
    FILE_ENTRY("Results/published/2018-aws-p3-2xlarge-v100.json", results_published_2018_aws_p3_2xlarge_v100_json),
    FILE_ENTRY("Results/published/2018-azure-nc6-k80.json", results_published_2018_azure_nc6_k80_json),
    FILE_ENTRY("Results/published/2018-azure-nc6v2-p100.json", results_published_2018_azure_nc6v2_p100_json),
    FILE_ENTRY("Results/published/2018-gce-k80.json", results_published_2018_gce_k80_json),
    FILE_ENTRY("Results/published/2018-paperspace-p4000.json", results_published_2018_paperspace_p4000_json),
    FILE_ENTRY("Results/published/2019-colab-pets-resnet34.json", results_published_2019_colab_pets_resnet34_json),
    FILE_ENTRY("Results/published/2019-laptop-cpu-pets-resnet34.json", results_published_2019_laptop_cpu_pets_resnet34_json),
    FILE_ENTRY("Profiles/suites/self-test.json", profiles_suites_self_test_json),
    FILE_ENTRY("Profiles/engines/pytorch.json", engines_pytorch_json),
    FILE_ENTRY("Profiles/engines/onnxruntime.json", engines_onnxruntime_json),
    FILE_ENTRY("Profiles/engines/openvino.json", engines_openvino_json),
    FILE_ENTRY("Profiles/engines/run_pytorch.py", engines_run_pytorch_py),
    FILE_ENTRY("Profiles/engines/run_onnxruntime.py", engines_run_onnxruntime_py),
    FILE_ENTRY("Profiles/engines/run_openvino.py", engines_run_openvino_py),
    FILE_ENTRY("Profiles/engines/mettle_engine.py", engines_mettle_engine_py),
    FILE_ENTRY("Profiles/engines/mettle_networks.py", engines_mettle_networks_py),
    FILE_ENTRY("Profiles/engines/mettle_onnx.py", engines_mettle_onnx_py),
    FILE_ENTRY("Profiles/schema/engine-1.schema.json", schema_engine),
};

size_t mettle_asset_count(void) { return sizeof files / sizeof files[0]; }
struct mettle_asset mettle_asset_at(size_t index) { return files[index]; }
