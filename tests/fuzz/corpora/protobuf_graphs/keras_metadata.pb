
¢root"_tf_keras_model*†{"class_name":"Functional","config":{"layers":[{"class_name":"Lambda","config":{"function":["AAAA",null],"function_type":"lambda"}}]}}